//! What becomes of a mail when servers say no, say later, say nothing, or send it back.

use circuler::clock;
use circuler::mail::outbox::{self, Entry, State};
use circuler::mail::{Mail, standing};
use circuler::schema::outbox as mails;
use circuler::{bounces, worker};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::mailbox::{Mailbox, Point, Tls};
use crate::support::{Firm, TestApp, answer};

pub async fn service(mailbox: &Mailbox) -> TestApp {
    let url = mailbox.url();
    TestApp::start_with(|config| {
        config.mail.url = url;
        config.mail.from_address = "alerts@circuler.example".to_owned();
        config.mail.bounce_address = "bounces@circuler.example".to_owned();
    })
    .await
}

pub fn letter_to(address: &str) -> Mail {
    Mail {
        to_name: "Ann".to_owned(),
        to_address: address.to_owned(),
        subject: "Found: Porte intérieure".to_owned(),
        text: "Dear Ann,\n.\n.a door — and a dot\n".to_owned(),
        html: "<p>Dear Ann, a door — and a dot</p>".to_owned(),
        list_id: Some("alerts.circuler.example".to_owned()),
        unsubscribe_url: Some("https://circuler.example/unsubscribe/token".to_owned()),
    }
}

pub async fn enqueue(app: &TestApp, key: &str, address: &str) {
    let (key, mail) = (key.to_owned(), letter_to(address));
    let put = move |conn: &mut _| outbox::enqueue(conn, &key, "alert", None, &mail);
    assert!(app.app.db.write(put).await.unwrap());
}

/// All mails, the oldest first.
pub async fn entries(app: &TestApp) -> Vec<Entry> {
    let list = |conn: &mut _| outbox::list(conn, None, None, 1000);
    let mut all = app.app.db.read(list).await.unwrap();
    all.reverse();
    all
}

/// As if all the time that mails wait had passed.
pub async fn time_passes(app: &TestApp) {
    let past = clock::now() - time::Duration::seconds(1);
    let make_due = move |conn: &mut _| {
        let open = mails::table.filter(mails::state.eq_any(["claimed", "retry"]));
        Ok(diesel::update(open).set(mails::due_at.eq(past)).execute(conn)?)
    };
    app.app.db.write(make_due).await.unwrap();
}

async fn send_all(app: &TestApp) {
    while worker::send_one(&app.app).await.unwrap() {}
}

async fn my_mail(firm: &Firm) -> Value {
    firm.get("/api/v1/me/mail").await.ok()
}

#[tokio::test]
async fn who_says_later_is_given_five_minutes_and_gets_the_same_mail() {
    for (point, text) in [
        (Point::Rcpt, "450 4.2.0 greylisted, come back"),
        (Point::Rcpt, "421 4.7.0 too many at once"),
        (Point::Data, "451 4.3.0 later"),
        (Point::Content, "451 4.7.1 greylisted"),
    ] {
        let mailbox = Mailbox::open().await;
        let app = service(&mailbox).await;
        enqueue(&app, "one", "ann@example.org").await;
        mailbox.answer(point, text);
        let begun = clock::now();
        send_all(&app).await;
        let waiting = entries(&app).await.remove(0);
        assert_eq!(
            (waiting.state, waiting.attempts, waiting.doubts),
            (State::Retry, 1, 0),
            "{text}"
        );
        assert!(waiting.due_at >= begun + time::Duration::minutes(5), "{}", waiting.due_at);
        assert!(waiting.last_error.unwrap().contains(&text[4..]), "{text}");
        assert!(mailbox.received().is_empty());

        time_passes(&app).await;
        send_all(&app).await;
        let sent = entries(&app).await.remove(0);
        assert_eq!((sent.state, sent.receipt.as_deref()), (State::Sent, Some("250 taken as 0")));
        assert_eq!(mailbox.received().len(), 1);
    }
}

#[tokio::test]
async fn an_address_that_does_not_exist_gets_no_more_until_its_member_says_so() {
    let mailbox = Mailbox::open().await;
    let app = service(&mailbox).await;
    let ann = app.register("De Meester").await;
    assert_eq!(my_mail(&ann).await["stopped"], Value::Null);
    enqueue(&app, "one", &ann.email).await;
    mailbox.answer(Point::Rcpt, "550 5.1.1 no such user");
    send_all(&app).await;
    enqueue(&app, "two", &ann.email.to_uppercase()).await;
    enqueue(&app, "three", "bob@example.org").await;
    send_all(&app).await;

    let states: Vec<State> = entries(&app).await.iter().map(|it| it.state).collect();
    assert_eq!(states, [State::Dead, State::Dead, State::Sent]);
    assert_eq!(mailbox.connections().0, 1, "after a refusal the connection goes on");
    let seen = my_mail(&ann).await;
    assert_eq!(seen["stopped"]["reason"], "no_such_address");
    assert!(seen["stopped"]["answer"].as_str().unwrap().contains("no such user"), "{seen}");
    assert!(seen["stopped"]["since"].is_string() && seen["address"] == ann.email.as_str());

    let lifted = ann.post("/api/v1/me/mail/lift", &json!({})).await.ok();
    assert_eq!((&lifted["stopped"], &lifted["lifts_left"]), (&Value::Null, &json!(2)));
    let again = ann.post("/api/v1/me/mail/lift", &json!({})).await.ok();
    assert_eq!(again["lifts_left"], 2, "there was nothing to lift");
    // An admin sends the dead one again.
    let admin = app.admin().await;
    let dead = entries(&app).await.remove(0).id;
    admin.post(&format!("/api/v1/admin/mails/{dead}/retry"), &json!({})).await.ok();
    send_all(&app).await;
    assert_eq!(mailbox.received().last().unwrap().to, ann.email);
}

#[tokio::test]
async fn a_stop_is_lifted_a_few_times_and_then_somebody_looks() {
    let app = TestApp::start().await;
    let ann = app.register("De Meester").await;
    let mut answers = Vec::new();
    for _ in 0..4 {
        let email = ann.email.clone();
        let stop = move |conn: &mut _| {
            standing::stop(conn, &email, standing::StoppedFor::Complaint, "abuse")
        };
        app.app.db.write(stop).await.unwrap();
        answers.push(ann.post("/api/v1/me/mail/lift", &json!({})).await.status);
    }
    assert_eq!(answers, [200, 200, 200, 409]);
    assert_eq!(my_mail(&ann).await["stopped"]["reason"], "complaint");
    assert_eq!(app.stranger().get("/api/v1/me/mail").await.status, 401);
}

#[tokio::test]
async fn what_a_server_refuses_for_what_it_says_stops_nobody() {
    let mailbox = Mailbox::open().await;
    let app = service(&mailbox).await;
    for (key, point, text) in [
        ("one", Point::Content, "554 5.7.1 looks like spam"),
        ("two", Point::Rcpt, "550 5.7.1 not from your network"),
    ] {
        enqueue(&app, key, "ann@example.org").await;
        mailbox.answer(point, text);
        send_all(&app).await;
        assert_eq!(entries(&app).await.pop().unwrap().state, State::Dead, "{text}");
    }
    enqueue(&app, "three", "ann@example.org").await;
    send_all(&app).await;
    assert_eq!(entries(&app).await.pop().unwrap().state, State::Sent);
}

#[tokio::test]
async fn a_relay_that_does_not_answer_costs_no_mail_a_try() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    let app = TestApp::start_with(|config| {
        config.mail.url = format!("smtp://localhost:{port}?tls=none");
        config.mail.attempts_max = 2;
    })
    .await;
    for number in 0..4 {
        enqueue(&app, &format!("mail {number}"), "ann@example.org").await;
    }
    for _ in 0..3 {
        send_all(&app).await;
        time_passes(&app).await;
    }
    for entry in entries(&app).await {
        assert_eq!((entry.state, entry.attempts), (State::Retry, 0), "{:?}", entry.last_error);
    }
    // After some failures it is left alone, though there is something to send.
    assert!(!worker::send_one(&app.app).await.unwrap());
}

#[tokio::test]
async fn a_server_that_turns_us_away_is_no_fault_of_the_mail() {
    let mailbox = Mailbox::open().await;
    let app = service(&mailbox).await;
    enqueue(&app, "one", "ann@example.org").await;
    for (point, text) in [
        (Point::Greeting, "421 too busy"),
        (Point::Greeting, "554 no"),
        (Point::Mail, "530 5.7.0 who are you"),
    ] {
        mailbox.answer(point, text);
        send_all(&app).await;
        let waiting = entries(&app).await.remove(0);
        assert_eq!((waiting.state, waiting.attempts), (State::Retry, 0), "{text}");
        time_passes(&app).await;
    }
    send_all(&app).await;
    assert_eq!(mailbox.received().len(), 1);
}

#[tokio::test]
async fn a_mail_of_which_nobody_knows_whether_it_arrived_is_sent_again_and_counted() {
    let mailbox = Mailbox::open().await;
    let app = service(&mailbox).await;
    enqueue(&app, "one", "ann@example.org").await;
    mailbox.hang_up_at(Point::Taken);
    send_all(&app).await;
    let waiting = entries(&app).await.remove(0);
    assert_eq!((waiting.state, waiting.doubts), (State::Retry, 1));
    time_passes(&app).await;
    send_all(&app).await;
    let received = mailbox.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].header("Message-ID"), received[1].header("Message-ID"));
    assert_eq!(received[0].raw, received[1].raw);
    let sent = entries(&app).await.remove(0);
    assert_eq!((sent.state, sent.doubts), (State::Sent, 1));
}

#[tokio::test]
async fn one_connection_takes_many_mails_encrypted_either_way() {
    for tls in [Tls::None, Tls::Offered, Tls::FromTheStart] {
        let mailbox = Mailbox::open_with(tls, true).await;
        let folder = tempfile::tempdir().unwrap();
        let ca = folder.path().join("ca.pem");
        std::fs::write(&ca, &mailbox.certificate).unwrap();
        let url = mailbox.url();
        let app = TestApp::start_with(|config| {
            config.mail.url = url;
            config.mail.ca_file = ca;
        })
        .await;
        for number in 0..5 {
            enqueue(&app, &format!("mail {number}"), "ann@example.org").await;
        }
        send_all(&app).await;
        let encrypted = usize::from(tls != Tls::None);
        assert_eq!(mailbox.connections(), (1, encrypted), "{tls:?}: {:?}", entries(&app).await[0]);
        let received = mailbox.received();
        assert_eq!(received.len(), 5, "{tls:?}");
        let mail = mail_parser::MessageParser::default().parse(&received[0].raw).unwrap();
        let text = mail.body_text(0).unwrap().replace("\r\n", "\n");
        assert_eq!(text.trim(), letter_to("ann@example.org").text.trim());
    }
}

#[tokio::test]
async fn nothing_goes_out_in_the_clear_or_to_somebody_else() {
    // A server that offers no encryption, and two whose certificate nobody vouches for.
    for (tls, scheme) in [(Tls::None, "smtp"), (Tls::Offered, "smtp"), (Tls::FromTheStart, "smtps")]
    {
        let mailbox = Mailbox::open_with(tls, true).await;
        let url = format!("{scheme}://localhost:{}", mailbox.address.port());
        let app = TestApp::start_with(|config| config.mail.url = url).await;
        enqueue(&app, "one", "ann@example.org").await;
        send_all(&app).await;
        let waiting = entries(&app).await.remove(0);
        assert_eq!((waiting.state, waiting.attempts), (State::Retry, 0), "{tls:?}");
        assert!(mailbox.received().is_empty());
    }
}

#[tokio::test]
async fn no_domain_gets_more_at_once_than_it_takes() {
    let mailbox = Mailbox::open().await;
    let url = mailbox.url();
    let app = TestApp::start_with(|config| {
        config.mail.url = url;
        config.mail.domain_mails_a_minute = 2;
    })
    .await;
    for number in 0..5 {
        enqueue(&app, &format!("mail {number}"), "ann@example.org").await;
    }
    enqueue(&app, "other", "ann@example.net").await;
    send_all(&app).await;
    let to: Vec<String> = mailbox.received().into_iter().map(|it| it.to).collect();
    assert_eq!(to, ["ann@example.org", "ann@example.org", "ann@example.net"]);
    let waiting: Vec<Entry> =
        entries(&app).await.into_iter().filter(|it| it.state == State::Retry).collect();
    assert_eq!(waiting.len(), 3);
    assert!(waiting.iter().all(|it| it.attempts == 0));
}

/// What a mail server writes about a mail that it could not deliver, or that its reader does not
/// want; `to` is where the mail came from.
fn report(to: &str, kind: &str, fields: &str) -> String {
    format!(
        "From: <MAILER-DAEMON@mx.example.org>\r\nTo: <{to}>\r\nSubject: Report\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type={kind}; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n\
         --b\r\nContent-Type: message/{kind}\r\n\r\n{fields}\r\n--b--\r\n"
    )
}

fn failed(to: &str, status: &str, text: &str) -> String {
    let fields = format!(
        "Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; x@example.org\r\n\
         Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {text}\r\n"
    );
    report(to, "delivery-status", &fields)
}

#[tokio::test]
async fn a_mail_that_comes_back_to_the_folder_stops_its_reader() {
    let mailbox = Mailbox::open().await;
    let folder = tempfile::tempdir().unwrap();
    let (url, maildir) = (mailbox.url(), folder.path().to_owned());
    let app = TestApp::start_with(|config| {
        config.mail.url = url;
        config.mail.bounce_address = "bounces@circuler.example".to_owned();
        config.mail.bounce_folder = maildir;
    })
    .await;
    let ann = app.register("De Meester").await;
    enqueue(&app, "one", &ann.email).await;
    send_all(&app).await;
    let sent_from = mailbox.received().remove(0).from;
    assert!(sent_from.starts_with("bounces+") && sent_from.ends_with("@circuler.example"));

    assert_eq!(bounces::collect(&app.app).await.unwrap(), 0);
    let file = |name: &str, text: &str| std::fs::write(folder.path().join("new").join(name), text);
    file("1", &failed(&sent_from, "5.1.1", "550 5.1.1 gone")).unwrap();
    file("2", "From: bob@example.org\r\nSubject: Away\r\n\r\nUntil Monday.").unwrap();
    file("3", &failed("bounces+00000000000070008000000000000000@circuler.example", "5.1.1", "550"))
        .unwrap();
    assert_eq!(bounces::collect(&app.app).await.unwrap(), 3);
    assert_eq!(bounces::collect(&app.app).await.unwrap(), 0);
    assert_eq!(std::fs::read_dir(folder.path().join("cur")).unwrap().count(), 3);

    assert_eq!(my_mail(&ann).await["stopped"]["reason"], "no_such_address");
    assert_eq!(entries(&app).await[0].came_back.as_deref(), Some("hard_bounce"));
    enqueue(&app, "two", &ann.email).await;
    send_all(&app).await;
    assert_eq!(mailbox.received().len(), 1);
}

#[tokio::test]
async fn a_mail_to_the_address_in_its_header_stops_mails_like_it() {
    let (mailbox, folder) = (Mailbox::open().await, tempfile::tempdir().unwrap());
    let (url, maildir) = (mailbox.url(), folder.path().to_owned());
    let app = TestApp::start_with(|config| {
        config.mail.url = url;
        config.mail.bounce_address = "bounces@circuler.example".to_owned();
        config.mail.bounce_folder = maildir;
    })
    .await;
    let (seeker, holder) = (app.register("De Meester").await, app.register("Peeters").await);
    for (name, category) in [("Doors", "DOOR"), ("Windows", "WIN")] {
        let need = json!({ "name": name, "criteria": { "categories": [category] } });
        seeker.post("/api/v1/needs", &need).await.ok();
    }
    let offer = async |name: &str, category: &str| {
        let draft = json!({ "name": name, "category": category, "quantity": 1, "unit": "pcs" });
        holder.post("/api/v1/passports", &draft).await.ok();
        app.run_jobs().await;
    };
    offer("Door", "DOOR.INT").await;
    assert_eq!(bounces::collect(&app.app).await.unwrap(), 0);
    let answer = |name: &str, to: &str, more: &str| {
        let from = &seeker.email;
        let text = format!("From: <{from}>\r\nTo: <{to}>\r\nSubject: unsubscribe\r\n{more}\r\n");
        std::fs::write(folder.path().join("new").join(name), text).unwrap();
    };
    let received = mailbox.received().remove(0);
    let ways = received.header("List-Unsubscribe");
    let stop = ways.split("<mailto:").nth(1).unwrap().split('?').next().unwrap();
    // A notice of absence goes to where mails come from, and says that it was sent by itself.
    answer("1", &received.from, "Auto-Submitted: auto-replied\r\n");
    answer("2", stop, "Auto-Submitted: auto-replied\r\n");
    answer("3", "bounces+stop.00000000000070008000000000000000@circuler.example", "");
    assert_eq!(bounces::collect(&app.app).await.unwrap(), 3);
    offer("Second door", "DOOR.INT").await;
    assert_eq!(mailbox.received().len(), 2, "nobody said stop");

    answer("4", stop, "");
    answer("5", stop, "");
    assert_eq!(bounces::collect(&app.app).await.unwrap(), 2);
    offer("Third door", "DOOR.INT").await;
    assert_eq!(mailbox.received().len(), 2);
    offer("Window", "WIN").await;
    assert_eq!(mailbox.received().len(), 3, "other needs go on");
    assert_eq!(my_mail(&seeker).await["stopped"], Value::Null);
}

#[tokio::test]
async fn reports_are_posted_by_who_knows_the_secret_and_count_once() {
    let mailbox = Mailbox::open().await;
    let url = mailbox.url();
    let app = TestApp::start_with(|config| {
        config.mail.url = url;
        config.mail.bounce_address = "bounces@circuler.example".to_owned();
        config.mail.report_secret = "a secret of the mail server".to_owned();
    })
    .await;
    let ann = app.register("De Meester").await;
    let post = async |secret: Option<&str>, raw: &str| {
        let mut request = app.stranger().request(reqwest::Method::POST, "/api/v1/mail-reports");
        if let Some(secret) = secret {
            request = request.bearer_auth(secret);
        }
        answer(request.header("content-type", "message/rfc822").body(raw.to_owned())).await
    };
    let right = Some("a secret of the mail server");
    for number in 0..8 {
        enqueue(&app, &format!("mail {number}"), &ann.email).await;
    }
    send_all(&app).await;
    let paths: Vec<String> = mailbox.received().into_iter().map(|it| it.from).collect();
    let full = |at: usize| failed(&paths[at], "5.2.2", "552 5.2.2 over quota");
    assert_eq!(post(None, &full(0)).await.status, 401);
    assert_eq!(post(Some("guess"), &full(0)).await.status, 401);
    assert_eq!(post(right, "no mail at all").await.ok()["taken"], false);
    assert_eq!(post(right, &"x".repeat(1_000_001)).await.status, 413);

    // A full box is no reason to stop, until it has been full for a week; one report counts once.
    for at in 0..6 {
        assert_eq!(post(right, &full(at)).await.ok()["taken"], true);
        assert_eq!(post(right, &full(at)).await.ok()["taken"], false);
    }
    assert_eq!(my_mail(&ann).await["stopped"], Value::Null);
    assert_eq!(post(right, &full(6)).await.ok()["taken"], true);
    assert_eq!(my_mail(&ann).await["stopped"]["reason"], "soft_bounces");

    let fields = format!(
        "Feedback-Type: abuse\r\nUser-Agent: Loop/1.0\r\nVersion: 1\r\nOriginal-Mail-From: <{}>\r\n",
        paths[7]
    );
    let complaint = report("abuse@circuler.example", "feedback-report", &fields);
    assert_eq!(post(right, &complaint).await.ok()["taken"], true);
    assert_eq!(my_mail(&ann).await["stopped"]["reason"], "complaint");
    // Without a secret in the settings nobody may.
    let closed = TestApp::start().await;
    let request = closed.stranger().request(reqwest::Method::POST, "/api/v1/mail-reports");
    assert_eq!(answer(request.bearer_auth("").body("x")).await.status, 401);
}
