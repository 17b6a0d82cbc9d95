//! Which documents of a segment answer all words of a search, and how well.

use tantivy::DocId;

use super::bits::Bits;
use super::segment::Segment;
use super::words::Answer;

/// The documents that answer every word, in order, each with its points.
#[derive(Default)]
pub struct Answering {
    pub docs: Vec<DocId>,
    pub points: Vec<u16>,
}

/// So few documents are sorted rather than marked on a map of the segment.
const SORTED_MAX: u32 = 1000;

/// Looking up one document costs about as much as going through so many.
const SEEK_COST: usize = 20;

/// By what each word is answered. `None` where no word is asked for, and so all answer.
pub fn answering(words: &[Vec<Answer>], segment: &Segment) -> tantivy::Result<Option<Answering>> {
    if words.iter().any(Vec::is_empty) {
        return Ok(Some(Answering::default()));
    }
    // The rarest first: the others are then looked for in few documents.
    let mut words: Vec<&Vec<Answer>> = words.iter().collect();
    words.sort_by_key(|it| total(it));
    let mut words = words.into_iter();
    let Some(rarest) = words.next() else { return Ok(None) };
    let mut answering = first(rarest, segment)?;
    for answers in words {
        answering.keep(answers, segment)?;
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
    Ok(Answering { docs, points })
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
    /// Keeps those that answer this word too.
    fn keep(&mut self, answers: &[Answer], segment: &Segment) -> tantivy::Result<()> {
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
            if points > 0 {
                self.docs[kept] = self.docs[at];
                self.points[kept] = self.points[at] + u16::from(points);
                kept += 1;
            }
        }
        self.docs.truncate(kept);
        self.points.truncate(kept);
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
