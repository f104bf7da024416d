//! Plain data: what was read from a project's documents and what is made from it.

pub mod choice;
pub mod endpoint;
pub mod pick;
pub mod plan;
pub mod project;
pub mod rule;
pub mod schema;

pub use choice::Choice;
pub use endpoint::{
    ApiPlan, Auth, BodyExample, Context, ContextKind, Endpoint, EndpointKey, Method, Parameter, PathTemplate, Resource,
    Response,
};
pub use pick::{Evidence, Pick, Reason};
pub use plan::{Plan, Provenance, ProvenanceSources, Section, SectionKind};
pub use project::{Document, DocumentRole, Format, Language, Project, TechStack, TypeDeclaration};
pub use rule::{Rule, RuleOrigin};
pub use schema::{Column, EnumType, ForeignKey, Index, Policy, Routine, Schema, Table};
