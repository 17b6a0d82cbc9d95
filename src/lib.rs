//! Circuler: a registry of material passports, and the marketplace on which building materials
//! find a second life.
//!
//! The modules stand below in order: each may use those above it and none below.
//! `tests/tidy.rs` holds us to that, `docs/architecture.md` tells why.

/// Lists, drafts and words are very many small pieces of memory, made on one thread and given back
/// on another: a quarter of an import went into that with the allocator of the system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

// Foundations: know no feature.
pub mod clock;
pub mod language;
pub mod error;
pub mod config;
pub mod id;
pub mod catalogue;
pub mod schema;
pub mod db;
pub mod jobs;
pub mod mail;
pub mod files;
pub mod picture;
pub mod secret;
pub mod outward;
pub mod attempts;
pub mod search;
pub mod app;
pub mod web;

// Features: a folder each.
pub mod accounts;
pub mod idempotency;
pub mod places;
pub mod impact;
pub mod passports;
pub mod searches;
pub mod inventories;
pub mod needs;
pub mod alerts;
pub mod bounces;
pub mod admin;
pub mod demo;

// Edges: where the outside world comes in.
pub mod worker;
pub mod server;
