//! Step 4: prompt, plan, findings, and the difference to the saved plan.

use super::super::counting::Counting;
use super::super::flow::Flow;
use super::super::layout::{Area, PaneArea};
use super::super::list;
use super::super::msg::What;
use super::super::popup::Popup;
use super::super::state::{SavedPlan, State};
use super::check::{self, CheckPane};
use crate::deliver::acceptances::carried;
use crate::deliver::file_name::{self, Pattern};
use crate::deliver::provenance;
use crate::model::{Choice, Endpoint};
use crate::plan::{self, origin};
use crate::prompt::{self, Family, Prompt, Purpose, Template, Uncounted};

/// Columns between two labels of tabs.
const TAB_GAP: usize = 3;

/// How many tabs there are.
const TABS: usize = 5;

/// What the preview shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The filled prompt.
    #[default]
    Prompt,
    /// The plan of the offline planner.
    Plan,
    /// What was found in the saved plan and in what the documents say of it.
    Check,
    /// The plan against the saved one.
    Difference,
    /// The prompt that asks to implement the plan.
    Implement,
}

impl Tab {
    /// All tabs in order.
    pub const ALL: [Self; TABS] = [Self::Prompt, Self::Plan, Self::Check, Self::Difference, Self::Implement];

    /// Name on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Prompt => "Prompt",
            Self::Plan => "Plan",
            Self::Check => "Check",
            Self::Difference => "Difference",
            Self::Implement => "Implement",
        }
    }

    /// What is copied from this tab.
    #[must_use]
    pub fn copied(self) -> What {
        match self {
            Self::Prompt => What::Prompt,
            Self::Plan | Self::Difference => What::Plan,
            Self::Check => What::Findings,
            Self::Implement => What::Implementation,
        }
    }

    /// The tab that many further on, around the end.
    #[must_use]
    pub fn plus(self, by: isize) -> Self {
        let all = Self::ALL;
        let at = (self as usize + all.len()).saturating_add_signed(by) % all.len();
        all.get(at).copied().unwrap_or_default()
    }
}

/// The preview.
#[derive(Debug)]
pub struct PreviewPane {
    /// What it shows.
    pub tab: Tab,
    /// First row in sight, for each tab.
    tops: [usize; TABS],
    /// The filled prompt, if it was asked for since the last change.
    pub prompt: Option<Prompt>,
    /// The prompt that asks to implement the plan, if it was asked for since the last change.
    pub companion: Option<Prompt>,
    /// The plan, if it was asked for since the last change.
    pub plan: Option<String>,
    /// The saved plan that the difference is to.
    pub saved: Option<SavedPlan>,
    /// What was found.
    pub check: CheckPane,
    /// The shown text in rows.
    pub flow: Flow,
    /// The tokens of what is shown.
    pub counting: Counting,
    /// How much is shown, in words: tokens, or lines that differ.
    pub measure: String,
    made_for: Option<(u64, Vec<usize>)>,
    flow_for: Option<(Tab, u16)>,
}

impl PreviewPane {
    /// A preview of nothing yet, whose tokens are counted for a family of models.
    #[must_use]
    pub fn new(family: &'static Family) -> Self {
        Self {
            tab: Tab::default(),
            tops: [0; TABS],
            prompt: None,
            companion: None,
            plan: None,
            saved: None,
            check: CheckPane::default(),
            flow: Flow::default(),
            counting: Counting::new(family),
            measure: String::new(),
            made_for: None,
            flow_for: None,
        }
    }

    /// First row in sight.
    #[must_use]
    pub fn top(&self) -> usize {
        self.tops.get(self.tab as usize).copied().unwrap_or(0)
    }

    /// The part of its area that text is shown in: all, but for the prompt, which has the list of its
    /// sources below.
    #[must_use]
    pub fn text_area(&self, pane: PaneArea) -> Area {
        if self.tab == Tab::Prompt {
            return pane.list;
        }
        let bottom = pane.detail.y.saturating_add(pane.detail.height);
        Area { height: bottom.saturating_sub(pane.list.y), ..pane.list }
    }

    /// What a tab is called, with the number of findings where that is known.
    #[must_use]
    pub fn label(&self, tab: Tab) -> String {
        match self.check.count().filter(|_| tab == Tab::Check) {
            Some(count) => format!("{} {count}", tab.title()),
            None => tab.title().to_owned(),
        }
    }

    /// The tabs that a row has room for, each with its first column and its label: that which is shown
    /// always, and those before it as far as they fit.
    #[must_use]
    pub fn tabs(&self, row: Area) -> Vec<(Tab, u16, String)> {
        let labels = Tab::ALL.map(|tab| (tab, self.label(tab)));
        let width = |(_, label): &(Tab, String)| label.len() + TAB_GAP;
        let up_to_shown = self.tab as usize + 1;
        let needed = |from: usize| labels.iter().take(up_to_shown).skip(from).map(width).sum::<usize>();
        let room = usize::from(row.width) + TAB_GAP;
        let from = (0..up_to_shown).find(|from| needed(*from) <= room).unwrap_or(up_to_shown - 1);
        let mut x = row.x;
        let place = |labelled: &(Tab, String)| {
            let at = x;
            x = x.saturating_add(u16::try_from(width(labelled)).unwrap_or(u16::MAX));
            (labelled.0, at, labelled.1.clone())
        };
        labels.iter().skip(from).map(place).take_while(|(_, at, _)| *at < row.x.saturating_add(row.width)).collect()
    }

    /// The tab whose label stands at a place of their row.
    #[must_use]
    pub fn tab_at(&self, row: Area, x: u16, y: u16) -> Option<Tab> {
        let tabs = self.tabs(row);
        let hit = tabs.iter().rev().find(|(_, from, _)| *from <= x);
        hit.filter(|_| row.contains(x, y)).map(|(tab, _, _)| *tab)
    }

    /// How many variables the prompt has.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.prompt.as_ref().map_or(0, |prompt| prompt.parts.len())
    }

    /// Scrolls, stopping at either end of the text.
    pub fn scroll(&mut self, by: isize, height: u16) {
        let len = self.flow.len();
        if let Some(top) = self.tops.get_mut(self.tab as usize) {
            *top = list::scroll(*top, by, len, usize::from(height));
        }
    }

    /// Scrolls to a row.
    pub fn scroll_to(&mut self, row: usize, height: u16) {
        if let Some(top) = self.tops.get_mut(self.tab as usize) {
            *top = row;
        }
        self.scroll(0, height);
    }
}

/// Brings the preview up to date where it is in sight: `shown` is its text area.
pub fn refresh(state: &mut State, subject: &[usize], shown: Option<Area>) {
    check::refresh(state, subject, shown);
    let current = Some((state.revision, subject.to_vec()));
    if state.preview.made_for != current {
        let same_subject = state.preview.made_for.as_ref().is_some_and(|(_, s)| s == subject);
        state.preview.prompt = None;
        state.preview.companion = None;
        state.preview.plan = None;
        state.preview.flow_for = None;
        state.preview.counting.forget();
        if !same_subject {
            state.preview.tops = [0; TABS];
        }
        state.preview.made_for = current;
    }
    let Some(Area { width, height, .. }) = shown else {
        // The prompt may be out of sight, but what leaving out saves is not.
        if is_leaving_out(state) {
            count(state, subject);
        }
        return;
    };
    let tab = state.preview.tab;
    if state.preview.flow_for != Some((tab, width)) {
        state.preview.flow = match tab {
            Tab::Prompt => Flow::new(&prompt_of(state, subject).text, width),
            Tab::Plan => Flow::new(plan_of(state, subject), width),
            Tab::Difference => difference(state, subject, width),
            Tab::Check => Flow::default(),
            Tab::Implement => Flow::new(&companion_of(state, subject).text, width),
        };
        state.preview.flow_for = Some((tab, width));
    }
    count(state, subject);
    state.preview.scroll(0, height);
}

/// Asks for the tokens of what is shown, and says how much it is.
fn count(state: &mut State, subject: &[usize]) {
    let with_savings = is_leaving_out(state);
    let tab = if with_savings { Tab::Prompt } else { state.preview.tab };
    if !state.preview.counting.is_of(tab, with_savings) {
        let family = state.preview.counting.family();
        let uncounted = match tab {
            Tab::Prompt => {
                let mut uncounted = prompt_of(state, subject).uncounted(family);
                if with_savings {
                    let template = template(state);
                    let others = with_choice(state, subject, |choice| prompt::with_each_omission(choice, &template));
                    uncounted.others = others.unwrap_or_default();
                }
                Some(uncounted)
            }
            Tab::Plan => {
                let text = plan_of(state, subject).to_owned();
                Some(Uncounted { family, text, parts: Vec::new(), others: Vec::new() })
            }
            Tab::Check | Tab::Difference => None,
            Tab::Implement => Some(companion_of(state, subject).uncounted(family)),
        };
        if let Some(uncounted) = uncounted.filter(|uncounted| !uncounted.text.is_empty()) {
            state.preview.counting.ask(tab, uncounted);
        }
    }
    let (budget, pane) = (state.setup.budget, &mut state.preview);
    pane.measure = match pane.tab {
        Tab::Check => pane.check.measure.clone(),
        _ if pane.flow.is_empty() => String::new(),
        // While the prompt is counted, what was said of another tab still holds.
        shown if shown != tab => return,
        Tab::Prompt | Tab::Plan | Tab::Implement => pane.counting.measure(budget),
        Tab::Difference => {
            let (added, removed) = pane.flow.changed_rows();
            format!("{added} rows added, {removed} removed")
        }
    };
}

/// Whether the user looks at what can be left out.
fn is_leaving_out(state: &State) -> bool {
    state.popups.iter().any(|popup| matches!(popup, Popup::LeaveOut(_)))
}

fn difference(state: &mut State, subject: &[usize], width: u16) -> Flow {
    state.preview.saved = saved_plan(state, subject);
    let plan = plan_of(state, subject).to_owned();
    match &state.preview.saved {
        Some(saved) => {
            let plan = carried(&saved.text, &plan).text;
            let saved = format!("{}\n", origin::without(&saved.text).trim_end());
            Flow::of_difference(&saved, &plan, width)
        }
        None => Flow::default(),
    }
}

/// The prompt, made now if it was not made since the last change.
pub fn prompt_of<'s>(state: &'s mut State, subject: &[usize]) -> &'s Prompt {
    if state.preview.prompt.is_none() {
        let template = template(state);
        let made = with_choice(state, subject, |choice| prompt::compose(choice, &template));
        state.preview.prompt = Some(made.unwrap_or_default());
    }
    state.preview.prompt.get_or_insert_default()
}

/// The prompt that asks to implement the saved plan, made now if it was not made since the last change.
pub fn companion_of<'s>(state: &'s mut State, subject: &[usize]) -> &'s Prompt {
    if state.preview.companion.is_none() {
        let template = Template::built_in_for(Purpose::Implement, state.language());
        let saved = saved_plan(state, subject).map(|plan| plan.path);
        let made = with_choice(state, subject, |choice| {
            let save_as = saved.unwrap_or_else(|| choice.save_as.clone());
            prompt::compose(&Choice { save_as, ..choice.clone() }, &template)
        });
        state.preview.companion = Some(made.unwrap_or_default());
    }
    state.preview.companion.get_or_insert_default()
}

/// The plan as markdown, made now if it was not made since the last change.
pub fn plan_of<'s>(state: &'s mut State, subject: &[usize]) -> &'s str {
    if state.preview.plan.is_none() {
        let made = with_choice(state, subject, |choice| plan::to_markdown(&plan::write(choice)));
        state.preview.plan = Some(made.unwrap_or_default());
    }
    state.preview.plan.get_or_insert_default()
}

/// Does something with the choice; nothing where no endpoint is chosen.
pub fn with_choice<T>(state: &State, subject: &[usize], act: impl FnOnce(&Choice<'_>) -> T) -> Option<T> {
    let endpoints: Vec<&Endpoint> = subject.iter().filter_map(|&at| state.project.api.endpoints.get(at)).collect();
    (!endpoints.is_empty()).then(|| {
        act(&Choice {
            project: &state.project,
            save_as: file_name(state, subject, &state.setup.save_as),
            types: state.types.declarations(&state.project),
            types_as: state.types_as(),
            documents_as: state.documents_as(),
            format: state.format(),
            schema_depth: state.setup.schema_depth,
            diagram: state.diagram(),
            left_out: state.choices.left_out.clone(),
            tables: state.tables.chosen_tables(&state.project),
            rules: state.rules.rules.iter().filter(|r| r.on).map(|r| &r.rule).collect(),
            language: state.language(),
            endpoints,
        })
    })
}

/// The plan as it is saved: with what it was made from as its last line.
pub fn plan_to_save(state: &mut State, subject: &[usize]) -> String {
    let plan = plan_of(state, subject).to_owned();
    let template = template(state);
    let provenance =
        with_choice(state, subject, |choice| provenance::of(choice, &template.whole(), provenance::OFFLINE));
    provenance.map(|provenance| provenance::append(&plan, &provenance)).unwrap_or(plan)
}

/// The template that prompts are made with.
#[must_use]
pub fn template(state: &State) -> Template {
    state.setup.template.clone().unwrap_or_else(|| Template::built_in(state.language()))
}

/// Where the plan for the chosen endpoints is saved by a pattern.
#[must_use]
pub fn file_name(state: &State, subject: &[usize], pattern: &str) -> String {
    let pattern = Pattern::anywhere(pattern).or_else(|_| Pattern::new(file_name::DEFAULT));
    let first = subject.first().and_then(|at| Some((*at, state.project.api.endpoints.get(*at)?)));
    match (pattern, first) {
        (Ok(pattern), Some((at, endpoint))) => pattern.fill(endpoint, at + 1),
        _ => file_name::DEFAULT.to_owned(),
    }
}

/// The plan that is saved for the chosen endpoints: since the start, or as one of the documents.
fn saved_plan(state: &State, subject: &[usize]) -> Option<SavedPlan> {
    let names: Vec<&String> = subject.iter().filter_map(|&at| state.endpoints.names.get(at)).collect();
    let since_start = state.saved.iter().rev().find(|plan| names.iter().copied().eq(&plan.endpoints));
    since_start.cloned().or_else(|| {
        let path = state.endpoints.plans.get(*subject.first()?)?.path()?;
        let document = state.project.documents.iter().find(|d| d.source.path == path)?;
        Some(SavedPlan { endpoints: Vec::new(), path: path.to_owned(), text: document.source.text().to_owned() })
    })
}
