//! Plain data: what was read from a project's documents and what is made from it.

pub mod choice;
pub mod endpoint;
pub mod language;
mod omission;
pub mod pick;
pub mod plan;
pub mod project;
pub mod rule;
pub mod schema;
pub mod type_declaration;

pub use choice::{Choice, DocumentsAs, PromptFormat, TypesAs};
pub use endpoint::{
    ApiPlan, Auth, BodyExample, Context, ContextKind, Endpoint, EndpointKey, Method, Parameter, PathTemplate, Resource,
    Response,
};
pub use language::Language;
pub use omission::Omission;
pub use pick::{Evidence, Pick, Reason, TypePick};
pub use plan::{Plan, Provenance, ProvenanceSources, Section, SectionKind};
pub use project::{Document, DocumentRole, Format, Mention, Project, TechStack};
pub use rule::{Occasion, Owner, Rule, RuleOrigin, RuleScope, RuleStep};
pub use schema::{Column, EnumType, ForeignKey, Index, Policy, Routine, Schema, Table};
pub use type_declaration::{TypeDeclaration, TypeKind, TypeMember};
