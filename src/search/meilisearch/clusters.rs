//! What lies on a piece of the map, gathered on its grid.

use std::collections::BTreeMap;

use super::super::clusters::{self, Cell, Gathered, Grid};
use super::super::{Cluster, Query, Result, Viewport, analysis};
use super::filter::Filter;
use super::find::{Finding, FoundListing, Search};
use super::server::Server;

/// So many points are fetched and gathered by us. Of more, Meilisearch counts each cell, and what
/// a cell holds stands in its middle.
const POINTS_MAX: usize = 20_000;

/// So many cells are counted in one request.
const CELLS_TOGETHER: usize = 200;

pub async fn find(server: &Server, uid: &str, query: &Query) -> Result<Vec<Cluster>> {
    let Some(viewport) = query.viewport else { return Ok(Vec::new()) };
    let finding = Finding::new(server, uid, query);
    let answers = finding.answers(&analysis::query_words(&query.text)).await?;
    let all = finding.all(&answers, None);
    let found = finding.ask(&[finding.search(&all, POINTS_MAX)]).await?;
    let hits = found.iter().flat_map(|it| &it.hits);
    let total = found.first().map_or(0, |it| it.estimated_total_hits);
    let grid = Grid::of(&viewport);
    let mut cells: BTreeMap<Cell, (Gathered, String)> = BTreeMap::new();
    for (point, hit) in hits.filter_map(|it| Some((it.point()?, it))) {
        let cell = cells.entry(grid.cell(point)).or_default();
        cell.0.add(point);
        cell.1.clone_from(&hit.listing);
    }
    if total <= POINTS_MAX {
        return Ok(clusters::of_cells(cells));
    }
    count_cells(&finding, &all, grid.cells_in(&viewport)).await
}

async fn count_cells(
    finding: &Finding<'_>,
    all: &Filter,
    cells: Vec<Viewport>,
) -> Result<Vec<Cluster>> {
    let mut clusters = Vec::new();
    for some in cells.chunks(CELLS_TOGETHER) {
        let search = |cell: &Viewport| {
            let Viewport { south, west, north, east } = *cell;
            let inside = Filter::Rectangle { south, west, north, east };
            finding.search(&Filter::All(vec![all.clone(), inside]), 1)
        };
        let searches: Vec<Search> = some.iter().map(search).collect();
        for (cell, found) in some.iter().zip(finding.ask(&searches).await?) {
            let count = found.estimated_total_hits;
            let only = found.hits.first().filter(|_| count == 1);
            if count > 0 {
                let point = only.and_then(FoundListing::point).unwrap_or_else(|| cell.middle());
                clusters.push(Cluster { point, count, id: only.map(|it| it.listing.clone()) });
            }
        }
    }
    Ok(clusters)
}
