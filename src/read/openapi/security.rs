//! Who may call: requirements of the whole specification and of single operations.

use serde_json::Value;

use super::specification::Specification;
use crate::model::Auth;

/// What holds where an operation says nothing itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Security {
    /// The requirements of the whole specification, as written.
    pub(super) requirements: Option<Value>,
    /// Ways to sign in, by name: `http bearer`, `apiKey in header X-Key`.
    schemes: Vec<(String, String)>,
}

impl Security {
    pub(super) fn of(specification: &Specification) -> Self {
        let Some(main) = specification.main() else { return Self::default() };
        let schemes = main.at(&["components", "securitySchemes"]).or_else(|| main.at(&["securityDefinitions"]));
        let schemes = schemes.and_then(Value::as_object).into_iter().flatten();
        let schemes = schemes.map(|(name, scheme)| (name.clone(), scheme_words(scheme))).collect();
        Self { requirements: main.at(&["security"]).cloned(), schemes }
    }

    /// Who may call an operation with these requirements of its own.
    pub(super) fn auth(&self, own: Option<&Value>) -> Option<Auth> {
        let requirements = own.or(self.requirements.as_ref())?.as_array()?;
        let is_open = |requirement: &Value| requirement.as_object().is_some_and(serde_json::Map::is_empty);
        Some(match requirements.iter().filter(|r| is_open(r)).count() {
            _ if requirements.is_empty() => Auth::None,
            0 => Auth::Required,
            open if open == requirements.len() => Auth::None,
            _ => Auth::Optional,
        })
    }

    /// What a way to sign in is.
    pub(super) fn scheme(&self, name: &str) -> Option<&str> {
        self.schemes.iter().find(|(known, _)| known == name).map(|(_, words)| words.as_str()).filter(|w| !w.is_empty())
    }
}

fn scheme_words(scheme: &Value) -> String {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let words = match text("type") {
        "apiKey" => format!("apiKey in {} {}", text("in"), text("name")),
        "http" => format!("http {} {}", text("scheme"), text("bearerFormat")),
        other => other.to_owned(),
    };
    words.trim().to_owned()
}
