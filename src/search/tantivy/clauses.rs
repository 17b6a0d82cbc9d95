//! A query in the terms of the index. What users write becomes terms here, never a query string
//! for Tantivy to parse, so there is nothing in it to escape.

use std::ops::Bound;

use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query as Clause, RangeQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, Term};

use super::super::place::{EARTH_RADIUS_KM, Near, Point};
use super::super::{Query, Range, Viewer, analysis, facets};
use super::document::{Fact, Fields, LATITUDE, LONGITUDE, day_number, plain};
use super::words;

type Must = Vec<Box<dyn Clause>>;

/// The clause of all that `query` asks for. The score of what answers it is its points.
pub fn of(query: &Query, fields: &Fields, searcher: &Searcher) -> tantivy::Result<Box<dyn Clause>> {
    let mut must: Must = vec![one_of(fields, seen_by(&query.viewer))];
    must.extend(facts(query, fields));
    must.extend(figures(query, fields));
    if let Some(near) = query.near {
        must.extend(within(near, fields));
    }
    let unscored = |clause| Box::new(ConstScoreQuery::new(clause, 0.0)) as Box<dyn Clause>;
    let mut all: Vec<(Occur, Box<dyn Clause>)> =
        must.into_iter().map(|it| (Occur::Must, unscored(it))).collect();
    for asked in analysis::query_words(&query.text) {
        all.push((Occur::Must, words::clause(&asked, fields, searcher)?));
    }
    if let Some(organisation_id) = &query.not_organisation {
        all.push((Occur::MustNot, one_of(fields, vec![Fact::HeldBy(organisation_id)])));
    }
    Ok(Box::new(BooleanQuery::new(all)))
}

/// Any of these terms in this field.
pub fn any_of(field: Field, terms: impl IntoIterator<Item = String>) -> Box<dyn Clause> {
    let mut terms: Vec<Term> =
        terms.into_iter().map(|it| Term::from_field_text(field, &it)).collect();
    match terms.pop() {
        None => Box::new(EmptyQuery),
        Some(only) if terms.is_empty() => Box::new(TermQuery::new(only, IndexRecordOption::Basic)),
        Some(last) => Box::new(TermSetQuery::new(terms.into_iter().chain([last]))),
    }
}

fn one_of(fields: &Fields, facts: Vec<Fact>) -> Box<dyn Clause> {
    any_of(fields.facts, facts.into_iter().map(Fact::term))
}

fn seen_by(viewer: &Viewer) -> Vec<Fact<'_>> {
    let mut seen = vec![Fact::SeenByAll];
    match viewer {
        Viewer::Stranger => {}
        Viewer::Organisation { id, park_id } => {
            seen.push(Fact::HeldBy(id));
            seen.extend(park_id.as_deref().map(Fact::SeenByPark));
        }
    }
    seen
}

fn facts(query: &Query, fields: &Fields) -> Must {
    let wanted: [Vec<Fact>; 5] = [
        query.categories.iter().copied().map(Fact::Category).collect(),
        query.unit.into_iter().map(Fact::Unit).collect(),
        said(&query.materials).map(Fact::Material).collect(),
        said(&query.brand).map(Fact::Brand).collect(),
        said(&query.colour).map(Fact::Colour).collect(),
    ];
    let narrows = |it: &Vec<Fact>| !it.is_empty();
    wanted.into_iter().filter(narrows).map(|it| one_of(fields, it)).collect()
}

/// Values that say something.
fn said<'a>(values: impl IntoIterator<Item = &'a String>) -> impl Iterator<Item = &'a str> {
    values.into_iter().map(String::as_str).filter(|it| !facets::key(it).is_empty())
}

fn figures(query: &Query, fields: &Fields) -> Must {
    let mut must = Must::new();
    if let Some(min) = query.condition_min {
        let min = Term::from_field_u64(fields.condition, u64::from(min));
        must.push(Box::new(RangeQuery::new(Bound::Included(min), Bound::Unbounded)));
    }
    let measures = query.measures.iter().map(|(it, range)| (fields.measure(*it), *range));
    let others = [
        (fields.quantity_thousandths, query.quantity_thousandths),
        (fields.price_cents, query.price_cents),
    ];
    let bounded = measures.chain(others).filter(|(_, range)| !range.is_open());
    must.extend(bounded.map(|(field, range)| between(field, range)));

    let (from, until) = query.window;
    if let Some(until) = until {
        let latest = Term::from_field_i64(fields.available_from, day_number(until));
        must.push(Box::new(RangeQuery::new(Bound::Unbounded, Bound::Included(latest))));
    }
    if let Some(from) = from {
        let earliest = Term::from_field_i64(fields.available_until, day_number(from));
        must.push(Box::new(RangeQuery::new(Bound::Included(earliest), Bound::Unbounded)));
    }
    must
}

fn between(field: Field, range: Range) -> Box<dyn Clause> {
    let Range { min, max } = range;
    // Nothing lies beyond what is no number.
    if [min, max].iter().flatten().any(|it| it.is_nan()) {
        return Box::new(EmptyQuery);
    }
    let bound = |figure: Option<f64>| match figure {
        Some(figure) => Bound::Included(Term::from_field_f64(field, plain(figure))),
        None => Bound::Unbounded,
    };
    Box::new(RangeQuery::new(bound(min), bound(max)))
}

/// A box of degrees that the index finds quickly, and within it the circle itself.
fn within(near: Near, fields: &Fields) -> Must {
    let (latitudes, longitudes) = bounding_box(near);
    let circle = FunctionPredicate::from(move |segment: &SegmentReader| {
        let columns = segment.fast_fields();
        let latitudes = columns.column_opt::<f64>(LATITUDE)?;
        let longitudes = columns.column_opt::<f64>(LONGITUDE)?;
        Ok(move |doc| {
            let latitude = latitudes.as_ref().and_then(|it| it.first(doc));
            let longitude = longitudes.as_ref().and_then(|it| it.first(doc));
            let point = latitude.zip(longitude);
            point.is_some_and(|(latitude, longitude)| near.holds(Point { latitude, longitude }))
        })
    });
    let boxed = [(fields.latitude, latitudes), (fields.longitude, longitudes)];
    let boxed = boxed.into_iter().filter(|(_, range)| !range.is_open());
    let mut must: Must = boxed.map(|(field, range)| between(field, range)).collect();
    must.push(Box::new(DocPredicateQuery::from(circle)));
    must
}

/// A decimetre or so, against rounding: the box must not be smaller than the circle.
const MARGIN_DEGREES: f64 = 1e-6;

/// Latitudes and longitudes of which a circle holds none beyond. Open where it reaches around a
/// pole or over the line where the days change.
fn bounding_box(near: Near) -> (Range, Range) {
    let Near { point, radius_km } = near;
    let open = Range::default();
    let angle = (radius_km / EARTH_RADIUS_KM).max(0.0);
    let around = |middle: f64, half: f64| Range {
        min: Some(middle - half - MARGIN_DEGREES),
        max: Some(middle + half + MARGIN_DEGREES),
    };
    let half_height = angle.to_degrees();
    // Written so that what is no number is not bounded either.
    let is_clear_of_poles = point.latitude.abs() + half_height < 90.0;
    if !is_clear_of_poles {
        return (open, open);
    }
    let latitudes = around(point.latitude, half_height);
    let half_width = (angle.sin() / point.latitude.to_radians().cos()).asin().to_degrees();
    let is_clear_of_date_line = point.longitude.abs() + half_width < 180.0;
    let longitudes = if is_clear_of_date_line { around(point.longitude, half_width) } else { open };
    (latitudes, longitudes)
}
