//! Declared types in the answer.

use serde::Serialize;

use super::Lines;
use crate::model::{Project, Reason, TypeDeclaration, TypeKind, TypeMember, TypePick};

#[derive(Serialize)]
pub(super) struct TypeAnswer<'a> {
    name: &'a str,
    file: &'a str,
    line: usize,
    end_line: usize,
    kind: TypeKind,
    within: Option<&'a str>,
    members: Vec<MemberAnswer<'a>>,
}

impl<'a> TypeAnswer<'a> {
    pub(super) fn new(project: &'a Project, ty: &'a TypeDeclaration) -> Self {
        Self {
            name: &ty.name,
            file: &ty.file,
            line: ty.line,
            end_line: Lines::new(project, ty.place).map_or(ty.line, |lines| lines.end_line),
            kind: ty.kind,
            within: ty.within.as_deref(),
            members: ty.members.iter().map(MemberAnswer::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct MemberAnswer<'a> {
    name: &'a str,
    r#type: Option<&'a str>,
    optional: bool,
    sent_as: Option<&'a str>,
}

impl<'a> MemberAnswer<'a> {
    fn new(member: &'a TypeMember) -> Self {
        Self {
            name: &member.name,
            r#type: member.ty.as_deref(),
            optional: member.optional,
            sent_as: member.sent_as.as_deref(),
        }
    }
}

/// A type that matters to an endpoint.
#[derive(Serialize)]
pub(super) struct TypePickAnswer<'a> {
    name: &'a str,
    file: &'a str,
    line: usize,
    score: f64,
    reasons: Vec<Reason>,
}

impl<'a> TypePickAnswer<'a> {
    pub(super) fn new(project: &'a Project, pick: TypePick) -> Option<Self> {
        let ty = project.types.get(pick.ty)?;
        Some(Self { name: &ty.name, file: &ty.file, line: ty.line, score: pick.score, reasons: pick.reasons })
    }
}
