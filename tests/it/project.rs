//! Small projects in temporary folders, and the program run on them.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// An API plan in the shape that most projects have.
pub(crate) const API_PLAN: &str = "# API\n\n## Endpoints\n\n### Kennels\n\n#### GET /api/kennels\n\nLists kennels.\n\n**Responses**\n- 200 OK\n- 401 Unauthorized\n\n#### POST /api/kennels\n\nAdds a kennel.\n\n**Request body**\n```json\n{ \"name\": \"string\", \"size\": 3 }\n```\n\n**Responses**\n- 201 Created\n- 400 Bad Request\n\n#### GET /api/kennels/{kennelId}/dogs\n\nLists the dogs in a kennel.\n\n**Responses**\n- 200 OK\n- 404 Not Found\n";

/// A database plan for it.
pub(crate) const DATABASE_PLAN: &str = "# Database\n\n```sql\nCREATE TABLE kennels (\n  id uuid PRIMARY KEY,\n  name text NOT NULL UNIQUE,\n  size integer NOT NULL CHECK (size > 0)\n);\n\nCREATE TABLE dogs (\n  id uuid PRIMARY KEY,\n  kennel_id uuid NOT NULL REFERENCES kennels (id) ON DELETE CASCADE,\n  name text NOT NULL\n);\n\nCREATE TABLE invoices (\n  id uuid PRIMARY KEY,\n  amount numeric NOT NULL\n);\n```\n";

/// A project with a home of its own beside it.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

/// What a command answered.
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) said: String,
}

impl Project {
    /// An empty folder with the mark of a project.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("project/.ai")).unwrap();
        fs::create_dir_all(folder.path().join("home")).unwrap();
        Self { folder }
    }

    /// A project with both plans.
    pub(crate) fn new() -> Self {
        Self::empty().with(".ai/api-plan.md", API_PLAN).with(".ai/db-plan.md", DATABASE_PLAN)
    }

    /// The project with one more file.
    pub(crate) fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
        self
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// Runs the program in the project's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        self.run_in(&self.root(), arguments)
    }

    pub(crate) fn run_in(&self, folder: &Path, arguments: &[&str]) -> Answer {
        self.answer(self.command(folder, arguments))
    }

    /// The same with something on standard input.
    pub(crate) fn run_on(&self, input: &str, arguments: &[&str]) -> Answer {
        let mut command = self.command(&self.root(), arguments);
        command.write_stdin(input);
        self.answer(command)
    }

    fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_routewright"));
        command.args(arguments).current_dir(folder).env_clear().env("HOME", self.home()).env("LANG", "C.UTF-8");
        command
    }

    fn answer(&self, mut command: Command) -> Answer {
        let output = command.output().unwrap();
        Answer {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            said: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What `inspect --json` answers.
    pub(crate) fn inspect(&self) -> Value {
        let answer = self.run(&["inspect", "--json"]);
        assert_eq!(answer.status, 0, "{}", answer.said);
        serde_json::from_str(&answer.out).unwrap()
    }
}

/// The codes of the diagnostics in an answer of `inspect`.
pub(crate) fn codes(inspected: &Value) -> Vec<String> {
    let codes = inspected["diagnostics"].as_array().unwrap().iter();
    codes.map(|diagnostic| diagnostic["code"].as_str().unwrap().to_owned()).collect()
}
