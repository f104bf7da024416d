//! Which command a key stands for, by context.

use super::command::{Action, COMMANDS, Command, Context};
use crate::config::keymap::{self, Binding, Key};
use crate::diagnostic::Parsed;

/// The keys of all commands: the defaults, and what the user changed of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// One list a command, in the order of [`COMMANDS`].
    keys: Vec<Vec<Key>>,
}

impl Keymap {
    /// The default keys with the user's changes; what can't be bound is said.
    #[must_use]
    pub fn new(changes: &[Binding]) -> Parsed<Self> {
        let mut keymap = Self { keys: vec![Vec::new(); COMMANDS.len()] };
        let mut diagnostics = Vec::new();
        for binding in keymap::read("assets/keymap.toml", keymap::DEFAULT).value {
            if let Some(slot) = index_of(&binding.command).and_then(|at| keymap.keys.get_mut(at)) {
                *slot = binding.keys;
            }
        }
        for (nth, binding) in changes.iter().enumerate() {
            let Some(at) = index_of(&binding.command) else {
                diagnostics.push(keymap::problem(format!("{}: there is no command `{}`", binding.at, binding.command)));
                continue;
            };
            let earlier = changes.get(..nth).unwrap_or_default();
            for (other, command) in COMMANDS.iter().enumerate().filter(|(other, _)| *other != at) {
                if !shares_context(command, at) {
                    continue;
                }
                let is_users = earlier.iter().any(|b| b.command == command.id);
                let Some(slot) = keymap.keys.get_mut(other) else { continue };
                for key in &binding.keys {
                    if is_users && slot.contains(key) {
                        let message = format!("{}: `{key}` is already bound to `{}`", binding.at, command.id);
                        diagnostics.push(keymap::problem(message));
                    }
                }
                // A key that the user binds is taken from the command that has it by default.
                slot.retain(|key| !binding.keys.contains(key));
            }
            if let Some(slot) = keymap.keys.get_mut(at) {
                slot.clone_from(&binding.keys);
            }
        }
        Parsed { value: keymap, diagnostics }
    }

    /// What a key does in a context. Where text is typed, bare characters are text.
    #[must_use]
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        let key = key.normal();
        if context.takes_text() && key.typed().is_some() {
            return None;
        }
        let mut all = COMMANDS.iter().zip(&self.keys);
        all.find(|(c, keys)| c.contexts.contains(&context) && keys.contains(&key)).map(|(c, _)| c.action)
    }

    /// The keys of an action, the one to show first.
    #[must_use]
    pub fn keys(&self, action: Action) -> &[Key] {
        let at = COMMANDS.iter().position(|c| c.action == action);
        at.and_then(|at| self.keys.get(at)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The first key of an action that works in a context.
    #[must_use]
    pub fn key_in(&self, action: Action, context: Context) -> Option<Key> {
        self.keys(action).iter().copied().find(|key| self.action(context, *key) == Some(action))
    }
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[]).value
    }
}

fn index_of(id: &str) -> Option<usize> {
    COMMANDS.iter().position(|c| c.id == id)
}

fn shares_context(command: &Command, at: usize) -> bool {
    COMMANDS.get(at).is_some_and(|other| command.contexts.iter().any(|c| other.contexts.contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_file_names_every_command_and_no_other() {
        let parsed = keymap::read("assets/keymap.toml", keymap::DEFAULT);
        let mut bound: Vec<_> = parsed.value.iter().map(|b| b.command.as_str()).collect();
        let mut known: Vec<_> = COMMANDS.iter().map(|c| c.id).collect();
        bound.sort_unstable();
        known.sort_unstable();
        assert_eq!(bound, known);
    }

    #[test]
    fn no_default_key_means_two_things_in_one_place() {
        let keymap = Keymap::default();
        for command in COMMANDS {
            for key in keymap.keys(command.action) {
                for context in command.contexts {
                    if context.takes_text() && key.typed().is_some() {
                        continue;
                    }
                    assert_eq!(keymap.action(*context, *key), Some(command.action), "{key} in {context:?}");
                }
            }
        }
    }

    #[test]
    fn a_changed_key_is_taken_from_its_former_command() {
        let changes = keymap::read("k.toml", "\"text.copy\" = \"s\"\n\"app.exit\" = \"z\"\n").value;
        let parsed = Keymap::new(&changes);
        assert_eq!(parsed.value.action(Context::Preview, Key::char('s')), Some(Action::Copy));
        assert_eq!(parsed.value.action(Context::Preview, Key::char('y')), None);
        assert_eq!(parsed.value.action(Context::Preview, Key::ctrl('s')), Some(Action::Save));
        assert_eq!(parsed.diagnostics.len(), 1);
        assert_eq!(parsed.diagnostics[0].message, "k.toml:2: there is no command `app.exit`");
    }

    #[test]
    fn bare_characters_are_text_where_text_is_typed() {
        let keymap = Keymap::default();
        assert_eq!(keymap.action(Context::Search, Key::char('j')), None);
        assert_eq!(keymap.action(Context::Search, Key::ctrl('j')), Some(Action::Down));
        assert_eq!(keymap.action(Context::Endpoints, Key::char('j')), Some(Action::Down));
    }
}
