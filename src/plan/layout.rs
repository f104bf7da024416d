//! Where files of a project lie, as far as its documents and sources show it.

use std::collections::BTreeSet;

use super::facts::Facts;

/// Folders that the tech stack and the rules name.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    folders: BTreeSet<String>,
}

impl Layout {
    /// Reads the folders out of the documents that speak of the code.
    pub(crate) fn of(facts: &Facts<'_>) -> Self {
        let project = facts.choice.project;
        let stack = project.tech_stack.place.map(|place| project.text(place)).unwrap_or_default();
        let rules = facts.choice.rules.iter().map(|rule| rule.text.as_str());
        let mut folders = BTreeSet::new();
        for text in rules.chain([stack]) {
            folders.extend(paths(text).filter_map(folder));
        }
        Self { folders }
    }

    /// A file by the stack's habits, in the folder where the project keeps such files.
    pub(crate) fn placed(&self, file: &str) -> String {
        self.below_api(file).or_else(|| self.in_named_folder(file)).unwrap_or_else(|| file.to_owned())
    }

    /// Routes in files lie below `…/api` where the documents name that folder.
    fn below_api(&self, file: &str) -> Option<String> {
        let root = ["src/pages/", "src/app/"].into_iter().find(|root| file.starts_with(root))?;
        let rest = file.strip_prefix(root).filter(|rest| !rest.starts_with("api/"))?;
        let api = format!("{root}api");
        let named = |folder: &String| *folder == api || folder.starts_with(&format!("{api}/"));
        let bare = api.trim_start_matches("src/").to_owned();
        if self.folders.iter().any(named) {
            return Some(format!("{api}/{rest}"));
        }
        self.folders.contains(&bare).then(|| format!("{bare}/{rest}"))
    }

    /// The only folder of the same name that the documents have elsewhere.
    fn in_named_folder(&self, file: &str) -> Option<String> {
        let (own, name) = file.rsplit_once('/')?;
        let last = own.rsplit('/').next().filter(|last| !last.contains(['{', '[', '…']))?;
        if self.folders.contains(own) || name.contains('[') {
            return None;
        }
        let mut alike = self.folders.iter().filter(|folder| folder.rsplit('/').next() == Some(last));
        let folder = alike.next()?;
        alike.next().is_none().then(|| format!("{folder}/{name}"))
    }
}

/// Words of a text that are paths into a project.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || "`'\"()<>,;|".contains(c));
    let words = words.map(|word| word.trim_start_matches("./").trim_end_matches(['.', ':', '*', '/']));
    let is_path = |word: &&str| {
        let starts = ["src/", "app/", "lib/", "server/", "backend/", "api/", "apps/", "packages/"];
        let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
        starts.iter().any(|start| word.starts_with(start)) && word.chars().all(plain)
    };
    words.filter(is_path)
}

/// The folder of a path; a path without an ending is one.
fn folder(path: &str) -> Option<String> {
    let (parent, last) = path.rsplit_once('/')?;
    Some(if last.contains('.') { parent } else { path }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_lie_where_the_documents_say() {
        let layout = |text: &str| Layout { folders: paths(text).filter_map(folder).collect() };
        for (text, file, placed) in [
            ("Endpoints live in `./src/pages/api`.", "src/pages/v1/boats.ts", "src/pages/api/v1/boats.ts"),
            ("Endpoints live in `src/pages/api`.", "src/pages/api/boats.ts", "src/pages/api/boats.ts"),
            ("Handlers in app/api/**", "src/app/boats/route.ts", "app/api/boats/route.ts"),
            ("src/server/services/mail.ts", "src/lib/services/boat.service.ts", "src/server/services/boat.service.ts"),
            ("src/a/services, src/b/services", "src/lib/services/boat.ts", "src/lib/services/boat.ts"),
            ("src/a/services src/lib/services", "src/lib/services/boat.ts", "src/lib/services/boat.ts"),
            ("no path and/or folder", "src/lib/services/boat.ts", "src/lib/services/boat.ts"),
        ] {
            assert_eq!(layout(text).placed(file), placed, "{text}");
        }
    }
}
