//! Which documents of a segment satisfy the constraints of a query.

use std::sync::Arc;

use tantivy::DocId;

use super::super::analysis::{self, Asked};
use super::super::constraint::{Constraint, Criterion, Fact};
use super::super::{Facet, Point, Query};
use super::bits::Bits;
use super::segment::{Segment, View};
use super::spots::{self, Circle, Span, Spot};
use super::text::{self, Answering};
use super::words::{self, Answer, Sought};

/// A query, made ready to be put to one segment after the other.
pub struct Wanted<'a> {
    pub query: &'a Query,
    pub asked: Vec<Asked>,
    sought: Vec<Sought<'a>>,
    /// What all must satisfy.
    base: Vec<Constraint>,
    /// The choices of the facets that are counted: they do not narrow their own counts.
    choices: Vec<(Facet, Vec<Constraint>)>,
}

/// What of a segment a query finds.
pub struct Narrowed {
    /// By what each word is answered.
    pub answers: Vec<Arc<[Answer]>>,
    /// `None` where no words were asked for.
    pub answering: Option<Answering>,
    pub found: Bits,
    /// For each facet with a choice, what is found without it.
    pub without: Vec<(Facet, Bits)>,
}

impl<'a> Wanted<'a> {
    pub fn of(query: &'a Query, view: &'a View) -> Self {
        Self::asking(query, analysis::query_words(&query.text), view)
    }

    /// The same with other words.
    pub fn asking(query: &'a Query, asked: Vec<Asked>, view: &'a View) -> Self {
        let mut base = Vec::new();
        let mut choices: Vec<(Facet, Vec<Constraint>)> = Vec::new();
        for Criterion { facet, constraint } in query.criteria() {
            match facet.filter(|it| query.facets.contains(it)) {
                None => base.push(constraint),
                Some(facet) => match choices.iter_mut().find(|it| it.0 == facet) {
                    Some((_, constraints)) => constraints.push(constraint),
                    None => choices.push((facet, vec![constraint])),
                },
            }
        }
        // What takes a look at each document comes last, when there are few.
        base.sort_by_key(|it| match it {
            Constraint::AnyOf(_) | Constraint::NoneOf(_) => 0,
            Constraint::Within(_) | Constraint::OnMap(_) => 1,
            Constraint::Between(..) => 2,
        });
        let sought = asked.iter().map(|it| Sought::of(it, &view.vocabulary)).collect();
        Self { query, asked, sought, base, choices }
    }

    pub fn narrow(&self, segment: &Segment) -> tantivy::Result<Narrowed> {
        let answers = self.sought.iter().map(|it| words::answers(it, segment));
        let answers: Vec<Arc<[Answer]>> = answers.collect::<tantivy::Result<_>>()?;
        let answering = text::answering(&answers, self.query.words_missing, segment)?;
        let mut base = segment.alive();
        if let Some(answering) = &answering {
            base.keep(&answering.bits(segment.size()));
        }
        for constraint in &self.base {
            if base.is_empty() {
                break;
            }
            satisfying(constraint, segment, &mut base)?;
        }
        let mut chosen = Vec::new();
        for (facet, constraints) in &self.choices {
            let mut bits = base.clone();
            for constraint in constraints {
                satisfying(constraint, segment, &mut bits)?;
            }
            chosen.push((*facet, bits));
        }
        let all_but = |left_out: Option<Facet>| {
            let mut bits = base.clone();
            let others = chosen.iter().filter(|it| Some(it.0) != left_out);
            others.for_each(|it| bits.keep(&it.1));
            bits
        };
        let without = chosen.iter().map(|(facet, _)| (*facet, all_but(Some(*facet)))).collect();
        let found = all_but(None);
        Ok(Narrowed { answers, answering, found, without })
    }
}

/// Of one document in fewer than so many, a figure is looked up; of more, the column is gone
/// through.
const LOOKED_UP_MAX: usize = 8;

/// Keeps of `bits` those that satisfy the constraint.
pub fn satisfying(
    constraint: &Constraint,
    segment: &Segment,
    bits: &mut Bits,
) -> tantivy::Result<()> {
    let terms = |facts: &[Fact]| segment.any_of(facts.iter().map(Fact::as_str));
    match constraint {
        Constraint::AnyOf(facts) => bits.keep(&terms(facts)?),
        Constraint::NoneOf(facts) => bits.drop(&terms(facts)?),
        Constraint::Between(figure, range) => {
            let Some(figures) = segment.figures(*figure)? else {
                *bits = Bits::none(segment.size());
                return Ok(());
            };
            if bits.count() < segment.size() as usize / LOOKED_UP_MAX {
                bits.retain(|doc| figures.first(doc).is_some_and(|it| range.contains(&it)));
            } else {
                let mut docs: Vec<DocId> = Vec::new();
                // The column reckons wrongly with ends that lie beyond what is in it.
                let low = figures.min_value().max(*range.start());
                let high = figures.max_value().min(*range.end());
                if low <= high {
                    figures.get_docids_for_value_range(low..=high, 0..segment.size(), &mut docs);
                }
                let mut within = Bits::none(segment.size());
                for doc in docs {
                    within.insert(doc);
                }
                bits.keep(&within);
            }
        }
        Constraint::Within(near) => {
            let circle = Circle::of(*near);
            let holds = |it| near.holds(it);
            lying(spots::spans_of(*near), |it| circle.holds(it), holds, segment, bits);
        }
        Constraint::OnMap(view) => {
            lying(spots::spans_on_map(*view), |_| None, |it| view.holds(it), segment, bits);
        }
    }
    Ok(())
}

/// Up to so many are measured one by one; of more, the map is looked at.
const MEASURED_MAX: usize = 2000;

/// Keeps of `bits` what lies within the spans and is held, as far as that is plain, or by its
/// point.
fn lying(
    spans: Option<(Span, Span)>,
    is_plain: impl Fn(&Spot) -> Option<bool>,
    holds: impl Fn(Point) -> bool,
    segment: &Segment,
    bits: &mut Bits,
) {
    let is_held = |doc| segment.point(doc).is_some_and(&holds);
    if bits.count() <= MEASURED_MAX {
        bits.retain(is_held);
        return;
    }
    let mut held = Bits::none(segment.size());
    for spot in segment.spots().about(spans) {
        if is_plain(spot).unwrap_or_else(|| is_held(spot.doc)) {
            held.insert(spot.doc);
        }
    }
    bits.keep(&held);
}
