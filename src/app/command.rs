//! The table of everything that a key can do.
//!
//! Footer, help, palette and the check of key maps are made from [`COMMANDS`]; the keys themselves
//! stand in `assets/keymap.toml` under the same ids. A test holds the two together.

/// Where keys go: the pane or popup that is in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// A project without endpoints, or one that is still being read.
    Empty,
    /// The list of endpoints.
    Endpoints,
    /// The list of tables.
    Tables,
    /// The list of rules.
    Rules,
    /// The preview.
    Preview,
    /// The preview where it shows what was found.
    Check,
    /// The line that a search is typed into.
    Search,
    /// A popup that is only read: help, a table.
    Reading,
    /// The list of where a prompt's text comes from.
    Sources,
    /// The list of what the prompt can leave out.
    LeaveOut,
    /// The list of what the readers say, beside the lines that they say it of.
    Remarks,
    /// The list of rule packs.
    Packs,
    /// The command palette.
    Palette,
    /// The text area that a rule is written in.
    Editor,
    /// The line that a file name is typed into.
    Name,
    /// A file that exists, with the difference to what would be written.
    Conflict,
    /// The question whether a changed text may be lost.
    Discard,
}

impl Context {
    /// Whether bare characters are text here, not commands.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Search | Self::Palette | Self::Editor | Self::Name)
    }

    /// Name for help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Empty => "Without endpoints",
            Self::Endpoints => "Endpoints",
            Self::Tables => "Tables",
            Self::Rules => "Rules",
            Self::Preview => "Preview",
            Self::Check => "What was found",
            Self::Search => "While searching",
            Self::Reading => "In a popup",
            Self::Sources => "Where the text comes from",
            Self::LeaveOut => "What to leave out",
            Self::Remarks => "What the readers say",
            Self::Packs => "Rule packs",
            Self::Palette => "Command palette",
            Self::Editor => "Writing a rule",
            Self::Name => "Naming a file",
            Self::Conflict => "When the file exists",
            Self::Discard => "When text would be lost",
        }
    }
}

/// What a command does; see [`COMMANDS`] for the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each does")]
pub enum Action {
    Mark,
    Continue,
    NextUnplanned,
    ClearMarks,
    ShowEndpoint,
    ToggleTable,
    ShowTable,
    ResetTables,
    ToggleRule,
    EditRule,
    OpenRule,
    RuleUp,
    RuleDown,
    GiveRule,
    AddRule,
    DeleteRule,
    ShowPacks,
    TogglePack,
    ToggleWholePack,
    ResetRule,
    Search,
    Sources,
    LeaveOut,
    ToggleOmission,
    NextTab,
    PreviousTab,
    Copy,
    CopyPrompt,
    CopyPlan,
    Save,
    Undo,
    Redo,
    Language,
    ShowTypes,
    TypesAs,
    DocumentsAs,
    Format,
    Diagram,
    NextFinding,
    PreviousFinding,
    AllFindings,
    OpenPlace,
    NextWithFindings,
    Palette,
    Help,
    Diagnostics,
    Explain,
    Reread,
    Endpoints,
    Tables,
    Rules,
    Preview,
    NextStep,
    PreviousStep,
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    ScrollDown,
    ScrollUp,
    Back,
    Quit,
    Accept,
    SaveUnderName,
    Overwrite,
    OtherName,
    KeepText,
    HandOver,
    ChangeOwner,
    DiscardText,
}

/// One line of [`COMMANDS`].
#[derive(Debug)]
pub struct Command {
    /// Stable name in key maps: `prompt.copy`.
    pub id: &'static str,
    /// What it does.
    pub action: Action,
    /// What palette and help call it.
    pub title: &'static str,
    /// One or two words for the footer; empty where the footer need not name it.
    pub hint: &'static str,
    /// A sentence for help; empty where the title says all.
    pub help: &'static str,
    /// Where it works.
    pub contexts: &'static [Context],
}

use Context as C;

const STEPS: &[Context] = &[C::Endpoints, C::Tables, C::Rules, C::Preview, C::Check];
/// Where something beside the list scrolls.
const SCROLLED: &[Context] = &[C::Endpoints, C::Tables, C::Rules, C::Preview, C::Check, C::Remarks];
/// The list of types says how the prompt gives them, so it can be changed there.
const STEPS_AND_SHEETS: &[Context] = &[C::Endpoints, C::Tables, C::Rules, C::Preview, C::Check, C::Reading];
const ANYWHERE: &[Context] = &[C::Empty, C::Endpoints, C::Tables, C::Rules, C::Preview, C::Check];
/// Where something is said about a place in a document.
const REMARKED: &[Context] = &[C::Remarks, C::Check];
const SEARCHED: &[Context] = &[C::Endpoints, C::Tables, C::Rules];
const BACK: &[Context] = &[
    C::Endpoints,
    C::Tables,
    C::Rules,
    C::Preview,
    C::Check,
    C::Search,
    C::Reading,
    C::Sources,
    C::LeaveOut,
    C::Remarks,
    C::Packs,
    C::Palette,
    C::Editor,
    C::Name,
    C::Conflict,
    C::Discard,
];
const QUIT: &[Context] = &[
    C::Empty,
    C::Endpoints,
    C::Tables,
    C::Rules,
    C::Preview,
    C::Check,
    C::Search,
    C::Reading,
    C::Sources,
    C::LeaveOut,
    C::Remarks,
    C::Packs,
    C::Palette,
    C::Name,
    C::Conflict,
    C::Discard,
];
const LISTS: &[Context] = &[
    C::Endpoints,
    C::Tables,
    C::Rules,
    C::Preview,
    C::Check,
    C::Search,
    C::Reading,
    C::Sources,
    C::LeaveOut,
    C::Remarks,
    C::Packs,
    C::Palette,
    C::Conflict,
];

const fn command(
    id: &'static str,
    action: Action,
    title: &'static str,
    hint: &'static str,
    help: &'static str,
    contexts: &'static [Context],
) -> Command {
    Command { id, action, title, hint, help, contexts }
}

/// All commands. Where a key stands for two in one context, the upper one wins; the footer names
/// them in this order.
#[rustfmt::skip]
pub const COMMANDS: &[Command] = &[
    command("endpoint.continue", Action::Continue, "Go on to the tables", "go on", "Takes the highlighted endpoint and goes on to its tables.", &[C::Endpoints]),
    command("endpoint.mark", Action::Mark, "Mark for one plan", "mark", "Marks or unmarks the endpoint; all marked ones go into one prompt and one plan.", &[C::Endpoints]),
    command("table.toggle", Action::ToggleTable, "Add or remove the table", "add/remove", "Adds the table to the choice or takes it out; remembered for the endpoint.", &[C::Tables]),
    command("table.show", Action::ShowTable, "Show the table", "show", "Shows columns, constraints, indexes and policies.", &[C::Tables]),
    command("rule.toggle", Action::ToggleRule, "Turn the rule on or off", "on/off", "Turns the rule on or off for this project.", &[C::Rules]),
    command("rule.edit", Action::EditRule, "Edit the rule", "edit", "Opens the rule in a text area. Your version of a rule of a pack or of another tool's file goes into the project's own file, and the original is turned off.", &[C::Rules]),
    command("rule.add", Action::AddRule, "Add a rule", "add", "Opens an empty text area; its title says where the rule will stand.", &[C::Rules]),
    command("rule.delete", Action::DeleteRule, "Delete the rule", "delete", "Deletes a rule of the endpoint, of the project's own file or of yours; other rules can be turned off instead.", &[C::Rules]),
    command("pack.list", Action::ShowPacks, "Choose rule packs", "packs", "Lists all rule packs with what they are for, also those that the tech stack does not ask for.", &[C::Rules]),
    command("pack.toggle", Action::TogglePack, "Turn the pack on or off", "on/off", "Turns all rules of the pack on or off for this project.", &[C::Packs]),
    command("rule.toggle-pack", Action::ToggleWholePack, "Turn the rule's whole pack on or off", "", "Turns all rules of the highlighted rule's pack on or off for this project.", &[C::Rules]),
    command("remark.explain", Action::Explain, "Say more about it", "more", "Shows the page of its code: what it means, an example, what to write instead.", REMARKED),
    command("remark.open", Action::OpenPlace, "Open its place in your editor", "$EDITOR", "Opens $VISUAL or $EDITOR on the file at the line that it is about; what you change is read when you come back.", REMARKED),
    command("finding.all", Action::AllFindings, "All findings of the project or those of the endpoint", "all", "Shows also what was found in other plans and documents, or only what concerns the endpoint again.", &[C::Check]),
    command("preview.next-tab", Action::NextTab, "Next tab of the preview", "tab", "Prompt, plan, what was found, difference to the saved plan, prompt that asks to implement it.", STEPS),
    command("list.search", Action::Search, "Search", "search", "Narrows the list to what matches; letters may be left out, accents do not matter.", SEARCHED),
    command("text.copy", Action::Copy, "Copy what the preview shows", "copy", "Copies the prompt, or the plan or the findings where the preview shows them.", STEPS),
    command("plan.save", Action::Save, "Save the plan", "save", "Saves the plan; where the file exists you see the difference first.", STEPS),
    command("preview.sources", Action::Sources, "Where the text comes from", "sources", "Lists each variable of the prompt with its file, lines and tokens; enter jumps to it.", STEPS),
    command("prompt.omission", Action::ToggleOmission, "Leave it out or put it back", "leave out/put back", "The prompt says where something was left out and where to read it; remembered for the project.", &[C::LeaveOut]),
    command("choice.undo", Action::Undo, "Undo the last choice", "undo", "Takes back the last change of marks, tables, rules or language, also in the files of rules.", STEPS),
    command("endpoint.show", Action::ShowEndpoint, "Show the endpoint", "show", "Shows what was read of it: parameters, body, statuses, and what else in the documents holds for it, with its lines.", &[C::Endpoints]),
    command("endpoint.next-unplanned", Action::NextUnplanned, "Next endpoint without a plan", "next unplanned", "Goes to the next endpoint that no saved plan was found for.", &[C::Endpoints]),
    command("endpoint.next-with-findings", Action::NextWithFindings, "Next endpoint with findings", "", "Goes to the next endpoint in whose saved plan something was found.", &[C::Endpoints]),
    command("table.reset", Action::ResetTables, "Back to the proposed tables", "reset", "Forgets which tables you added and removed here.", &[C::Tables]),
    command("rule.open", Action::OpenRule, "Open the rule in your editor", "$EDITOR", "Opens $VISUAL or $EDITOR: on the rule's file at its line, or on the text of a rule that stands in no file of yours.", &[C::Rules]),
    command("rule.give", Action::GiveRule, "Give the rule to another owner", "whose", "From the endpoint to the project, to all your projects, and around; a rule of a pack or of another tool's file is copied into the project's own file.", &[C::Rules]),
    command("rule.up", Action::RuleUp, "Move the rule up", "", "The order is that of the numbers in prompt and plan.", &[C::Rules]),
    command("rule.down", Action::RuleDown, "Move the rule down", "", "", &[C::Rules]),
    command("rule.reset", Action::ResetRule, "Back to the rule's own text", "reset", "Forgets your version of the rule and whether you turned it on or off.", &[C::Rules]),
    command("endpoint.clear-marks", Action::ClearMarks, "Clear all marks", "", "", &[C::Endpoints]),
    command("finding.next", Action::NextFinding, "Next finding", "", "Shows what was found in the saved plan and in what the documents say of the endpoint; then goes on to the next one.", STEPS),
    command("finding.previous", Action::PreviousFinding, "Previous finding", "", "", STEPS),
    command("preview.previous-tab", Action::PreviousTab, "Previous tab of the preview", "", "", STEPS),
    command("choice.redo", Action::Redo, "Redo", "", "Makes the choice again that was taken back.", STEPS),
    command("choice.language", Action::Language, "Change the language", "", "Goes on to the next language of prompt and plan.", STEPS),
    command("types.show", Action::ShowTypes, "Show the types that matter", "types", "Lists the declared types that matter to what is chosen, each with its reasons, its place and its members.", STEPS),
    command("prompt.leave-out", Action::LeaveOut, "Leave something out of the prompt", "", "Shows what can be left out of a prompt that costs too much, and how many tokens each saves.", STEPS),
    command("types.as", Action::TypesAs, "Types as references or text", "", "Gives the types in the prompt as references to their files, or with their text; remembered for the project.", STEPS_AND_SHEETS),
    command("prompt.documents", Action::DocumentsAs, "Documents as text or references", "", "Gives what stands in documents with its text, or as references with lines that begin with @ or #, for an agent that reads files; remembered for the project.", STEPS),
    command("prompt.format", Action::Format, "Change the form of the prompt", "", "Tags around what is inserted, headings in place of the tags, or JSON messages for a chat API; remembered for the project.", STEPS),
    command("plan.diagram", Action::Diagram, "Sequence diagram on or off", "", "Adds a Mermaid sequence diagram of the data flow to the plan, or leaves it out; remembered for the project.", STEPS),
    command("prompt.copy", Action::CopyPrompt, "Copy the prompt", "", "Copies the prompt, whatever the preview shows.", STEPS),
    command("plan.copy", Action::CopyPlan, "Copy the plan", "", "Copies the plan, whatever the preview shows.", STEPS),
    command("app.help", Action::Help, "Help", "help", "", ANYWHERE),
    command("app.palette", Action::Palette, "Command palette", "", "", ANYWHERE),
    command("app.diagnostics", Action::Diagnostics, "What the readers say", "", "Everything that was odd in the documents, beside its lines; enter says more about one.", ANYWHERE),
    command("app.reread", Action::Reread, "Read the documents again", "", "Reads all documents anew; your choices stay.", ANYWHERE),
    command("app.quit", Action::Quit, "Quit", "quit", "Leaves; the choices are remembered. In a popup a key that types a letter only closes it.", QUIT),
    command("step.endpoints", Action::Endpoints, "Go to step 1, endpoints", "", "Which endpoints the plan is for.", STEPS),
    command("step.tables", Action::Tables, "Go to step 2, tables", "", "Which tables matter to them.", STEPS),
    command("step.rules", Action::Rules, "Go to step 3, rules", "", "Which rules the implementation has to follow.", STEPS),
    command("step.preview", Action::Preview, "Go to step 4, preview", "", "What is copied and saved.", STEPS),
    command("step.next", Action::NextStep, "Next step", "", "", STEPS),
    command("step.previous", Action::PreviousStep, "Previous step", "", "", STEPS),
    command("popup.accept", Action::Accept, "Take it", "take", "Keeps what the search found, runs the command, or jumps to the text.", &[C::Search, C::Palette, C::Sources]),
    command("file.save", Action::SaveUnderName, "Save under this name", "save", "", &[C::Name]),
    command("rule.keep", Action::KeepText, "Keep the text", "keep", "In the text ctrl-z takes back what you typed, ctrl-y makes it again, ctrl-w deletes a word.", &[C::Editor, C::Discard]),
    command("rule.owner", Action::ChangeOwner, "Change whose the new rule will be", "whose", "From the endpoint to the project, to all your projects, and around.", &[C::Editor]),
    command("rule.hand-over", Action::HandOver, "Go on in your editor", "$EDITOR", "Hands the text over to $VISUAL or $EDITOR and takes it back.", &[C::Editor]),
    command("rule.discard", Action::DiscardText, "Discard the text", "discard", "Closes the text area; what you wrote is gone.", &[C::Discard]),
    command("file.overwrite", Action::Overwrite, "Overwrite the file", "overwrite", "Writes over the file that you see the difference to; its former version is kept and can be brought back.", &[C::Conflict]),
    command("file.other-name", Action::OtherName, "Save under another name", "other name", "Offers a name made from the endpoint.", &[C::Conflict]),
    command("app.back", Action::Back, "Back", "back", "Closes the popup, ends the search, or goes one step back.", BACK),
    command("cursor.down", Action::Down, "Down", "", "", LISTS),
    command("cursor.up", Action::Up, "Up", "", "", LISTS),
    command("cursor.page-down", Action::PageDown, "Page down", "", "", LISTS),
    command("cursor.page-up", Action::PageUp, "Page up", "", "", LISTS),
    command("cursor.first", Action::First, "First", "", "", LISTS),
    command("cursor.last", Action::Last, "Last", "", "", LISTS),
    command("preview.scroll-down", Action::ScrollDown, "Scroll the preview down from any step", "", "", SCROLLED),
    command("preview.scroll-up", Action::ScrollUp, "Scroll the preview up from any step", "", "", SCROLLED),
];

/// The table's line for an action.
#[must_use]
pub fn of(action: Action) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.action == action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_and_actions_are_unique() {
        let ids: HashSet<_> = COMMANDS.iter().map(|c| c.id).collect();
        let actions: HashSet<_> = COMMANDS.iter().map(|c| c.action).collect();
        assert_eq!((ids.len(), actions.len()), (COMMANDS.len(), COMMANDS.len()));
    }
}
