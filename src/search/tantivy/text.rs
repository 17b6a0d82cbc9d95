//! Which documents of a segment answer all words of a search, and how well.

use std::sync::Arc;

use tantivy::DocId;

use super::bits::Bits;
use super::segment::Segment;
use super::words::Answer;

/// The documents that answer every word, or all but some, in order.
#[derive(Default)]
pub struct Answering {
    pub docs: Vec<DocId>,
    /// Of each document.
    pub points: Vec<u16>,
    /// How many words each document answers.
    pub answered: Vec<u8>,
}

/// So few documents are sorted rather than marked on a map of the segment.
const SORTED_MAX: u32 = 1000;

/// Looking up one document costs about as much as going through so many.
const SEEK_COST: usize = 20;

/// By what each word is answered, where so many words need not be. `None` where no word is asked
/// for, and so all answer.
pub fn answering(
    words: &[Arc<[Answer]>],
    missing: usize,
    segment: &Segment,
) -> tantivy::Result<Option<Answering>> {
    if words.is_empty() {
        return Ok(None);
    }
    let missing = missing.min(words.len() - 1);
    if words.iter().filter(|it| it.is_empty()).count() > missing {
        return Ok(Some(Answering::default()));
    }
    // The rarest first: the others are then looked for in few documents. Whatever answers all
    // words but some answers one of the first of them.
    let mut words: Vec<&[Answer]> = words.iter().map(|it| &**it).collect();
    words.sort_by_key(|it| total(it));
    let (rarest, others) = words.split_at(missing + 1);
    let mut answering = Answering::default();
    for answers in rarest {
        answering = answering.or(first(answers, segment)?);
    }
    for (at, answers) in others.iter().enumerate() {
        answering.keep(answers, at + 1, segment)?;
    }
    Ok(Some(answering))
}

fn total(answers: &[Answer]) -> u32 {
    answers.iter().map(Answer::doc_freq).fold(0, u32::saturating_add)
}

fn first(answers: &[Answer], segment: &Segment) -> tantivy::Result<Answering> {
    let (mut docs, mut points) = (Vec::new(), Vec::new());
    if answers.len() == 1 || total(answers) <= SORTED_MAX {
        let mut found: Vec<(DocId, u8)> = Vec::new();
        for answer in answers {
            answer.for_each(segment, |doc, times| found.push((doc, answer.points(times))))?;
        }
        found.sort_unstable_by_key(|(doc, points)| (*doc, u8::MAX - points));
        found.dedup_by_key(|it| it.0);
        (docs, points) = found.into_iter().map(|(doc, points)| (doc, u16::from(points))).unzip();
    } else {
        let mut marked = Bits::none(segment.size());
        let map = map(answers, segment, |doc| marked.insert(doc))?;
        for doc in marked.docs() {
            docs.push(doc);
            points.push(u16::from(map[doc as usize]));
        }
    }
    let answered = vec![1; docs.len()];
    Ok(Answering { docs, points, answered })
}

/// The best points of each document of the segment.
fn map(
    answers: &[Answer],
    segment: &Segment,
    mut mark: impl FnMut(DocId),
) -> tantivy::Result<Vec<u8>> {
    let mut map = vec![0; segment.size() as usize];
    for answer in answers {
        answer.for_each(segment, |doc, times| {
            let best = &mut map[doc as usize];
            *best = answer.points(times).max(*best);
            mark(doc);
        })?;
    }
    Ok(map)
}

impl Answering {
    /// What answers one or the other, or both.
    fn or(self, other: Self) -> Self {
        if self.docs.is_empty() {
            return other;
        }
        let rows = |it: Self| {
            it.docs
                .into_iter()
                .zip(it.points)
                .zip(it.answered)
                .map(|((doc, points), answered)| (doc, points, answered))
        };
        let (mut own, mut others) = (rows(self).peekable(), rows(other).peekable());
        let mut either = Self::default();
        loop {
            let ahead = (own.peek().map(|it| it.0), others.peek().map(|it| it.0));
            let rows = match ahead {
                (None, None) => return either,
                (Some(one), Some(two)) if one == two => [own.next(), others.next()],
                (Some(one), Some(two)) if two < one => [others.next(), None],
                (None, Some(_)) => [others.next(), None],
                (Some(_), _) => [own.next(), None],
            };
            let rows = || rows.iter().flatten();
            either.docs.extend(rows().take(1).map(|it| it.0));
            either.points.push(rows().map(|it| it.1).sum());
            either.answered.push(rows().map(|it| it.2).sum());
        }
    }

    /// Adds what answers this word; keeps those that answer so many at least.
    fn keep(&mut self, answers: &[Answer], least: usize, segment: &Segment) -> tantivy::Result<()> {
        let seeking = self.docs.len() * answers.len() * SEEK_COST;
        let best: Vec<u8> = if seeking < total(answers) as usize + segment.size() as usize / 16 {
            let mut best = vec![0; self.docs.len()];
            for answer in answers {
                answer.for_some(segment, &self.docs, |at, times| {
                    best[at] = answer.points(times).max(best[at]);
                })?;
            }
            best
        } else {
            let map = map(answers, segment, |_| ())?;
            self.docs.iter().map(|doc| map[*doc as usize]).collect()
        };
        let mut kept = 0;
        for (at, points) in best.into_iter().enumerate() {
            let answered = self.answered[at] + u8::from(points > 0);
            if usize::from(answered) > least {
                self.docs[kept] = self.docs[at];
                self.points[kept] = self.points[at] + u16::from(points);
                self.answered[kept] = answered;
                kept += 1;
            }
        }
        self.docs.truncate(kept);
        self.points.truncate(kept);
        self.answered.truncate(kept);
        Ok(())
    }

    pub fn bits(&self, size: DocId) -> Bits {
        let mut bits = Bits::none(size);
        for doc in &self.docs {
            bits.insert(*doc);
        }
        bits
    }
}
