//! What policies and words about callers become in the permission step and the table of errors.

use super::documents::planned_on;

const HARBOUR: &str = "## Tables
### sailors
- `id` uuid PRIMARY KEY
- `role` text NOT NULL CHECK (role IN ('master', 'guest'))
### berths
- `id` uuid PRIMARY KEY
- `sailor_id` uuid NOT NULL REFERENCES sailors(id)
- `invited_user_id` uuid REFERENCES sailors(id)
- `name` text NOT NULL
- `status` text

```sql
CREATE POLICY \"masters add\" ON berths FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM sailors WHERE id = auth.uid() AND role = 'master'));
CREATE POLICY \"masters see\" ON berths FOR SELECT USING (EXISTS (SELECT 1 FROM sailors WHERE id = auth.uid() AND role = 'master'));
```
";

/// Name, database plan, API plan, what the plan says, what it does not say.
type Case = (&'static str, &'static str, &'static str, &'static [&'static str], &'static [&'static str]);

#[test]
fn policies_and_words_become_checks() {
    let add = "## POST /berths\nAdds a berth.\n\nRequest body:\n```json\n{ \"name\": \"string\" }\n```\n- Success: 201\n- Errors: 400 (Name is missing or too long), 400 (Berth is not in free status)\n";
    let read = "## GET /berths/{id}\nGives a berth.\n\n- Success: 200\n- Errors: 403, 404\n";
    let leave =
        "## POST /berths/{id}/leave\nLeaves a berth.\n\n- Success: 204\n- Errors: 403 (not the invited user), 404\n";
    let own = "## PUT /sailors/me\nCreate or update own profile.\n\nRequest body:\n```json\n{ \"role\": \"string\" }\n```\n- Success: 200\n- Errors: 403 (not a master)\n";
    let open: &'static str = HARBOUR.split("```sql").next().unwrap_or_default();
    let cases: [Case; 4] = [
        (
            "a new row that policies can refuse",
            HARBOUR,
            add,
            &[
                "Check that the caller may: a row of `sailors` with `id` = the caller, `role` = `master` (`masters add`). Otherwise `403`",
                "`42501`",
                "policies `masters add` (PostgreSQL error `42501`) | `403`",
            ],
            &["Check before anything is written or answered: “Name is missing"],
        ),
        (
            "a row that policies hide",
            HARBOUR,
            read,
            &["`role` = `master` (`masters see`). Otherwise `403`. This takes a query of its own"],
            &["policies `masters see` |"],
        ),
        ("a person among the columns", open, leave, &["`berths.invited_user_id` is the caller. Otherwise `403`"], &[]),
        ("a role in words", open, own, &["`sailors.role` of the caller is `master`. Otherwise `403`"], &[]),
    ];
    for (name, database, api, said, unsaid) in cases {
        let plan = planned_on(database, api);
        for part in said {
            assert!(plan.contains(part), "{name}: no {part:?} in\n{plan}");
        }
        for part in unsaid {
            assert!(!plan.contains(part), "{name}: {part:?} in\n{plan}");
        }
    }
}
