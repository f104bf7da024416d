//! What can speak for a table, and how much each counts.
//!
//! Weights are log-odds: with [`START`] they add up to the odds that a careful person would want the
//! table for the endpoint. They were fitted to labelled plans, one whole plan left out at a time.

use crate::model::Evidence;

/// The odds of a table that nothing speaks for.
pub(super) const START: f64 = -3.6;

/// Whose words name a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// The endpoint's title or one-line description.
    Title,
    /// The endpoint's own text.
    Own,
    /// A sentence elsewhere that names the endpoint.
    Told,
    /// Text elsewhere that holds for few endpoints.
    Shared,
    /// A rule elsewhere about what the endpoint does.
    Rule,
}

/// How closely words are a table's name, from loose to sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// A word that is some part of the name and of few others.
    Part,
    /// The last word of the name, and of no other's.
    End,
    /// The name in the singular.
    One,
    /// The name as a plain word.
    Word,
    /// The name in backticks, with `_`, or as several words.
    Marked,
}

/// One kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clue {
    /// The plan's list of resources names the table for a segment of the path.
    Resource,
    /// The list names it behind others.
    ResourceFurther,
    /// The list names it for the heading that the endpoint stands under.
    ResourceGroup,
    /// The last segment of the path that names a table names this one.
    Path,
    /// An earlier segment does.
    PathAbove,
    /// A segment is the end of the table's name, and of no other's.
    PathEnd,
    /// A segment is some part of the table's name, and of no other's.
    PathPart,
    /// The same for what stands behind a parameter, which is more often an action.
    PathAction,
    /// The heading names the table.
    Group,
    /// The heading is the only thing so far that names a table.
    GroupAlone,
    /// The path is about the caller as a person, and the table holds people.
    Identity,
    /// A type is called after the table.
    Type,
    /// Words name the table.
    Named(Voice, Match),
    /// Words name it, and it hangs together with a picked table.
    Near,
    /// It does not hang together with any table picked by name.
    Apart,
    /// A field that is sent is a foreign key of a picked table.
    KeySent,
    /// A filter is one.
    KeyFilter,
    /// A field of the answer is one.
    KeyShown,
    /// An object in a body is called after a foreign key of a picked table.
    KeyObject,
    /// A field is called after a foreign key of a picked table and something more: `author_name`.
    KeyDetail,
    /// A path parameter is one.
    KeyPath,
    /// The path has the name of a foreign key of the table that it ends in.
    KeySegment,
    /// An object or list in a body is called after the table.
    FieldObject,
    /// A plain field is called after the table.
    FieldName,
    /// A field is called after the table and holds a key.
    FieldId,
    /// A field is made of the name of a table that refers to a picked one.
    FieldChild,
    /// The same, but with words that nothing explains.
    FieldChildLoose,
    /// A field has part of the name of a neighbour of a picked table.
    FieldPart,
    /// A field is called after the table and one of its columns: `author_name`.
    FieldShown,
    /// A field counts or sums up a column: `average_rating`.
    FieldMeasure,
    /// One field is a column of a table that a picked one refers to, and of no picked table.
    ParentColumn,
    /// Several are.
    ParentColumns,
    /// One field is a column of a table that refers to a picked one, and of no picked table.
    ChildColumn,
    /// Several are.
    ChildColumns,
    /// Several fields are columns of a table that does not hang together with a picked one.
    FarColumns,
    /// Fields are columns of it, and nothing names any table.
    LoneColumns,
    /// Most columns of the table are fields.
    AllColumns,
    /// The table does nothing but join two picked ones.
    Join,
    /// The table is called after two picked ones.
    JoinName,
    /// The path ends in a table that does nothing but join this one to another.
    Linked,
    /// The table says who belongs to what a picked table belongs to.
    Membership,
    /// The same, by nothing but its name.
    MembershipName,
    /// A table that only joins people to what a picked table belongs to.
    MembershipLink,
    /// The text asks for a role that the table holds, by its name.
    RoleNamed,
    /// The same, where the table does not hang together with a picked one.
    RoleFar,
    /// The text asks for some role, and the table holds roles.
    RoleAsked,
    /// The text speaks of the caller's own, and the table holds people.
    Owner,
    /// What fails is logged there.
    Failures,
}

impl Clue {
    /// What kind of evidence users see it as.
    pub(super) fn kind(self) -> Evidence {
        match self {
            Self::Resource | Self::ResourceFurther => Evidence::Resource,
            Self::ResourceGroup | Self::Group | Self::GroupAlone => Evidence::Group,
            Self::Path | Self::PathAbove | Self::PathEnd | Self::PathPart | Self::PathAction | Self::Identity => {
                Evidence::Path
            }
            Self::Type | Self::Named(..) | Self::Near | Self::Apart | Self::Failures => Evidence::Mention,
            Self::KeyPath | Self::KeySegment => Evidence::ForeignKey,
            Self::Join | Self::JoinName | Self::Linked => Evidence::Join,
            Self::Membership
            | Self::MembershipName
            | Self::MembershipLink
            | Self::RoleNamed
            | Self::RoleFar
            | Self::RoleAsked
            | Self::Owner => Evidence::Access,
            Self::KeySent
            | Self::KeyFilter
            | Self::KeyShown
            | Self::KeyObject
            | Self::KeyDetail
            | Self::FieldObject
            | Self::FieldName
            | Self::FieldChild
            | Self::FieldChildLoose
            | Self::FieldPart
            | Self::FieldShown
            | Self::FieldMeasure
            | Self::ParentColumn
            | Self::ParentColumns
            | Self::ChildColumn
            | Self::ChildColumns
            | Self::FarColumns
            | Self::AllColumns
            | Self::FieldId
            | Self::LoneColumns => Evidence::Field,
        }
    }

    /// What it adds to the log-odds.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Resource => 4.0,
            Self::ResourceFurther => 2.3,
            Self::ResourceGroup => 4.0,
            Self::Path => 6.0,
            Self::PathAbove => 4.7,
            Self::PathEnd => 5.4,
            Self::PathPart => 5.3,
            Self::PathAction => 1.1,
            Self::Group => 2.0,
            Self::GroupAlone => 2.3,
            Self::Identity => 5.6,
            Self::Type => 4.0,
            Self::Named(voice, how) => named(voice, how),
            Self::Near => 1.1,
            Self::Apart => -0.9,
            Self::KeySent => 4.7,
            Self::KeyFilter => 4.0,
            Self::KeyShown => 5.0,
            Self::KeyObject => 4.0,
            Self::KeyDetail => 3.7,
            Self::KeyPath => 4.0,
            Self::FieldObject => 5.6,
            Self::FieldName => 0.2,
            Self::FieldId => 4.7,
            Self::FieldChild => 4.0,
            Self::FieldChildLoose => 2.0,
            Self::FieldPart => 1.9,
            Self::FieldShown => 4.2,
            Self::FieldMeasure => 3.8,
            Self::ParentColumn => 1.9,
            Self::ParentColumns => 4.6,
            Self::ChildColumn => 0.6,
            Self::ChildColumns => 3.6,
            Self::FarColumns => 2.5,
            Self::LoneColumns => 2.3,
            Self::Join => 4.3,
            Self::JoinName => 4.3,
            Self::Membership => 4.9,
            Self::MembershipName => 5.3,
            Self::MembershipLink => 3.6,
            Self::RoleNamed => 4.5,
            Self::RoleFar => 3.1,
            Self::RoleAsked => 4.2,
            Self::Owner => 2.8,
            Self::KeySegment => 4.7,
            Self::Linked => 4.8,
            Self::Failures => 3.1,
            Self::AllColumns => 4.0,
        }
    }
}

/// What words that name a table count, by whose they are and how closely they are its name.
fn named(voice: Voice, how: Match) -> f64 {
    // Part, End, One, Word, Marked.
    let row = match voice {
        Voice::Title => [2.0, 0.8, 1.6, 0.0, 3.2],
        Voice::Own => [0.6, 1.6, 2.7, 4.4, 4.5],
        Voice::Told => [0.8, 2.8, 4.0, 4.1, 4.6],
        Voice::Rule => [0.5, 1.5, 2.0, 3.7, 3.7],
        Voice::Shared => [0.8, 0.8, 2.7, 1.9, 1.2],
    };
    row[how as usize]
}
