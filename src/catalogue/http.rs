//! The tree of categories as the API tells it, for whoever builds a form.

use actix_web::get;
use actix_web::web::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{AttributeKind, CategoryCode, Unit};
use crate::error::Problems;
use crate::language::Language;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list);
}

/// A top of the tree, or a leaf.
#[derive(Serialize, ToSchema)]
struct Category {
    code: CategoryCode,
    /// The top a leaf belongs to; absent for a top.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<CategoryCode>,
    labels: Labels,
    /// In which a leaf is counted most often.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    attributes: Vec<Attribute>,
}

#[derive(Serialize, ToSchema)]
struct Labels {
    nl: &'static str,
    fr: &'static str,
    en: &'static str,
    de: &'static str,
}

/// A property that passports of this leaf may have.
#[derive(Serialize, ToSchema)]
struct Attribute {
    key: &'static str,
    kind: &'static str,
    /// Of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    /// Of a choice.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    values: &'static [String],
}

/// Lists the categories: every top, followed by its leaves.
#[utoipa::path(tag = "catalogue", operation_id = "list_categories", responses(
    (status = 200, body = Vec<Category>), Problems,
))]
#[get("/api/v1/categories")]
async fn list() -> Json<Vec<Category>> {
    Json(CategoryCode::all().map(told).collect())
}

fn told(code: CategoryCode) -> Category {
    let leaf = code.leaf();
    let attributes = leaf.map_or(&[][..], |it| &it.attributes);
    Category {
        code,
        parent: leaf.map(|_| code.top()),
        labels: Labels {
            nl: code.label(Language::Nl),
            fr: code.label(Language::Fr),
            en: code.label(Language::En),
            de: code.label(Language::De),
        },
        unit: leaf.map(|it| it.unit),
        attributes: attributes.iter().map(attribute).collect(),
    }
}

fn attribute(attribute: &'static super::Attribute) -> Attribute {
    let (kind, unit, values): (_, _, &'static [String]) = match &attribute.kind {
        AttributeKind::Number { unit } => ("number", *unit, &[]),
        AttributeKind::Enum(values) => ("enum", None, values),
        AttributeKind::Boolean => ("boolean", None, &[]),
        AttributeKind::Text => ("text", None, &[]),
    };
    Attribute { key: &attribute.key, kind, unit, values }
}
