//! Posting what is due. Nobody inside is reached through us: names that lead to a private address
//! are none, and redirects are not followed.

use std::sync::{Mutex, PoisonError};
use std::time::Duration as Wait;

use reqwest::Client;
use serde_json::json;
use time::Duration;
use url::Url;

use super::{Delivery, DeliveryState, Endpoint, State, store};
use crate::accounts;
use crate::alerts::Desk;
use crate::alerts::notifications::{self, Seen};
use crate::app::App;
use crate::clock::{self, Instant};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::language::{Language, say};
use crate::mail::{Mail, outbox};
use crate::outward::{self, SystemNames};

/// Where web servers listen under TLS.
pub(super) const PORTS: &[u16] = &[443, 8443];
/// Posted at the same time.
const AT_ONCE: i64 = 8;
/// For one post, from looking up the name to the answer.
const SECONDS_MAX: Wait = Wait::from_secs(10);
/// A worker that took one and died gives it back.
const LEASE: Duration = Duration::minutes(2);
/// Before the next try: the schedule of the specification.
const WAITS: [Duration; 9] = [
    Duration::seconds(5),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(5),
    Duration::hours(10),
    Duration::hours(14),
    Duration::hours(20),
    Duration::hours(24),
];
/// Who fails so often in a row, and for so long, is switched off: three days, so that a weekend
/// without anybody at work is survived.
const FAILURES_MAX: i32 = 20;
const FAILING_MAX: Duration = Duration::days(3);
/// The endpoint says that it is no more (RFC 9110 §15.5.11).
const GONE: u16 = 410;
/// Of what went wrong, as it is kept.
const ERROR_CHARACTERS_MAX: usize = 300;

/// The connections to endpoints, kept from one post to the next.
#[derive(Default)]
struct Line(Mutex<Option<Client>>);

impl Line {
    fn client(&self, app: &App) -> Result<Client> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*kept {
            return Ok(client.clone());
        }
        let private = app.config.alerts.webhooks_to_private_addresses;
        let client = outward::client(SystemNames, private, SECONDS_MAX)?;
        *kept = Some(client.clone());
        Ok(client)
    }
}

/// Posts what is due. Whether there was anything.
pub async fn send_due(app: &App) -> Result<bool> {
    let now = clock::now();
    if !app.db.read(move |conn| store::any_due(conn, now)).await? {
        return Ok(false);
    }
    let taken = app.db.write(move |conn| store::take(conn, now, now + LEASE, AT_ONCE)).await?;
    let client = app.kept.get::<Line>().client(app)?;
    let posts = taken.iter().map(|it| post(app, &client, it));
    let answers = futures_util::future::join_all(posts).await;
    let desk = Desk::of(app);
    app.db
        .write(move |conn| {
            for (delivery, answer) in taken.into_iter().zip(answers) {
                note(conn, &desk, delivery, answer?)?;
            }
            Ok(())
        })
        .await?;
    Ok(true)
}

/// What became of a post.
#[derive(Debug)]
enum Answer {
    Taken(u16),
    Refused(u16),
    Unreachable(String),
    /// There is nothing to post any more.
    Nothing,
}

async fn post(app: &App, client: &Client, delivery: &Delivery) -> Result<Answer> {
    let (wanted, public_url) = (delivery.clone(), app.config.server.public_url.clone());
    let message = app.db.read(move |conn| message(conn, &wanted, &public_url)).await?;
    let Some((endpoint, body)) = message else { return Ok(Answer::Nothing) };
    let url = Url::parse(&endpoint.url).map_err(Error::internal)?;
    if !outward::may_reach(&url, PORTS, app.config.alerts.webhooks_to_private_addresses) {
        return Ok(Answer::Unreachable("not on the open internet".to_owned()));
    }
    let (id, at) = (format!("msg_{}", delivery.id), clock::now());
    let signature = endpoint.secrets.sign(&app.secret, &id, at, &body)?;
    let request = client
        .post(url)
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", at.unix_seconds().to_string())
        .header("webhook-signature", signature)
        .body(body);
    Ok(match request.send().await {
        Ok(answer) if answer.status().is_success() => Answer::Taken(answer.status().as_u16()),
        Ok(answer) => Answer::Refused(answer.status().as_u16()),
        // Without the address, which stands beside it anyway.
        Err(error) => Answer::Unreachable(why(&error.without_url())),
    })
}

/// The last cause says what it was.
fn why(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string().chars().take(ERROR_CHARACTERS_MAX).collect()
}

/// What is posted, and where to; `None` where nothing is to be posted any more.
fn message(
    conn: &mut Conn,
    delivery: &Delivery,
    public_url: &str,
) -> Result<Option<(Endpoint, String)>> {
    let Some(endpoint) = store::find(conn, &delivery.endpoint_id)? else { return Ok(None) };
    if endpoint.state == State::Disabled {
        return Ok(None);
    }
    let Some(id) = &delivery.notification_id else {
        let test = json!({
            "type": "webhook.test",
            "timestamp": delivery.created_at,
            "data": { "endpoint_id": endpoint.id },
        });
        return Ok(Some((endpoint, test.to_string())));
    };
    let Some(told) = notifications::find(conn, id)? else { return Ok(None) };
    let Some(caller) = accounts::caller_of(conn, &told.member_id)? else { return Ok(None) };
    let members = accounts::members_by_id(conn, &[told.member_id.to_string()])?;
    let language = members.get(&told.member_id).map_or_else(Language::default, |it| it.language);
    let seen = notifications::seen(conn, &caller.viewer(), vec![told])?.pop();
    Ok(seen.map(|it| (endpoint, body(&it, public_url, language))))
}

fn body(seen: &Seen, public_url: &str, language: Language) -> String {
    let Seen { notification: it, need, passport } = seen;
    let reasons: Vec<_> = it
        .reasons
        .iter()
        .map(|it| json!({ "criterion": it.criterion(), "text": it.in_language(language) }))
        .collect();
    let kind = if it.better.is_some() { "match.bettered" } else { "match.found" };
    json!({
        "type": kind,
        "timestamp": it.created_at,
        "data": {
            "notification_id": it.id,
            "match_id": it.match_id,
            "need": { "id": need.id, "name": need.name },
            "score": it.score,
            "reasons": reasons,
            "better": it.better,
            "passport": {
                "id": passport.id,
                "code": passport.code,
                "url": format!("{public_url}/p/{}", passport.code),
                "organisation_id": passport.organisation_id,
                "state": passport.state,
                "name": passport.content.name,
                "category": passport.content.category,
                "quantity": passport.content.quantity.to_string(),
                "unit": passport.content.unit,
                "price": passport.content.price,
                "condition_technical": passport.content.condition_technical,
                "available_from": passport.content.available_from,
                "available_until": passport.content.available_until,
            },
        },
    })
    .to_string()
}

/// Notes what became of a post, and what that says of its endpoint.
fn note(conn: &mut Conn, desk: &Desk, mut delivery: Delivery, answer: Answer) -> Result<()> {
    let now = clock::now();
    let (status, error) = match answer {
        Answer::Nothing => {
            delivery.state = DeliveryState::Withdrawn;
            return store::update_delivery(conn, &delivery);
        }
        Answer::Taken(status) => (Some(status), None),
        Answer::Refused(status) => (Some(status), Some(format!("answered with {status}"))),
        Answer::Unreachable(why) => (None, Some(why)),
    };
    delivery.status = status.map(i32::from);
    delivery.last_error.clone_from(&error);
    let outcome = if error.is_none() { "delivered" } else { "failed" };
    metrics::counter!("circuler_webhooks_total", "outcome" => outcome).increment(1);
    let wait = usize::try_from(delivery.attempts - 1).ok().and_then(|it| WAITS.get(it));
    match (&error, wait) {
        (None, _) => delivery.state = DeliveryState::Delivered,
        (Some(_), Some(wait)) => delivery.due_at = now + *wait,
        (Some(_), None) => delivery.state = DeliveryState::Failed,
    }
    store::update_delivery(conn, &delivery)?;
    let Some(mut endpoint) = store::find(conn, &delivery.endpoint_id)? else { return Ok(()) };
    endpoint.last_error.clone_from(&error);
    if error.is_some() {
        endpoint.failures += 1;
        endpoint.failing_since = endpoint.failing_since.or(Some(now));
        if endpoint.state == State::Active && (status == Some(GONE) || endpoint.is_hopeless(now)) {
            switch_off(conn, desk, &mut endpoint, now)?;
        }
    } else {
        (endpoint.failures, endpoint.failing_since) = (0, None);
    }
    store::update(conn, &endpoint)
}

impl Endpoint {
    fn is_hopeless(&self, now: Instant) -> bool {
        let for_long = self.failing_since.is_some_and(|since| since + FAILING_MAX <= now);
        self.failures >= FAILURES_MAX && for_long
    }
}

/// Posts to it no more, and tells who made it.
fn switch_off(conn: &mut Conn, desk: &Desk, endpoint: &mut Endpoint, now: Instant) -> Result<()> {
    endpoint.state = State::Disabled;
    tracing::warn!(endpoint.id = %endpoint.id, failures = endpoint.failures, "a webhook was switched off");
    let members = accounts::members_by_id(conn, &[endpoint.member_id.to_string()])?;
    let Some(reader) = members.get(&endpoint.member_id) else { return Ok(()) };
    let language = reader.language;
    // Each failure notes why; without a note the letter still says that it is off.
    let why = endpoint.last_error.clone().unwrap_or_default();
    let lines = [
        say("alert-greeting").with("name", &reader.name),
        say("webhook-off").with("url", &endpoint.url).with("why", why),
        say("webhook-off-enable").with("url", &desk.public_url),
    ];
    let lines: Vec<String> = lines.iter().map(|it| it.in_language(language)).collect();
    let closing = format!("{}\nCirculer", say("alert-closing").in_language(language));
    let html = Notice { language, lines: &lines }.page()?;
    let mail = Mail {
        to_name: reader.name.clone(),
        to_address: reader.email.clone(),
        subject: say("webhook-off-subject").in_language(language),
        text: format!("{}\n\n{closing}", lines.join("\n\n")),
        html,
        list_id: None,
        unsubscribe_url: None,
    };
    let key = format!("webhook-off:{}:{now}", endpoint.id);
    let organisation = Some(reader.organisation_id.as_str());
    outbox::enqueue(conn, &key, "webhook", organisation, &mail)?;
    Ok(())
}

/// The HTML part of a few sentences.
#[derive(askama::Template)]
#[template(path = "alerts/webhooks/notice.html", config = ".config/askama.toml")]
struct Notice<'a> {
    language: Language,
    lines: &'a [String],
}

impl Notice<'_> {
    fn page(&self) -> Result<String> {
        askama::Template::render(self).map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Secrets;
    use super::*;
    use crate::id::Id;

    #[test]
    fn an_endpoint_is_hopeless_after_many_failures_and_days() {
        let now = clock::now();
        let failing = |failures, since| Endpoint {
            id: Id::new(),
            organisation_id: Id::new(),
            member_id: Id::new(),
            url: "https://example.org/".to_owned(),
            state: State::Active,
            failures,
            failing_since: since,
            last_error: None,
            created_at: now,
            secrets: Secrets::default(),
        };
        let days = |days| Some(now - Duration::days(days));
        assert!(failing(20, days(3)).is_hopeless(now));
        assert!(!failing(1000, days(2)).is_hopeless(now), "not for long enough");
        assert!(!failing(19, days(9)).is_hopeless(now), "not often enough");
        assert!(!failing(0, None).is_hopeless(now));
    }
}
