//! The code that steps show says what the other sections say.

use super::*;

#[test]
fn steps_show_the_query_and_what_validates_the_request() {
    let mut project = library("astro-supabase");
    let body = |endpoint: &mut Endpoint| {
        endpoint.details.auth = Some(Auth::Required);
        endpoint.details.body_fields = vec![parameter("dueOn", "", None), parameter("note", "", Some(false))];
    };
    let mut create = endpoint(Method::Post, "/api/books/{bookId}/loans");
    let mut update = endpoint(Method::Patch, "/api/loans/{id}");
    [&mut create, &mut update].into_iter().for_each(body);
    let mut list = endpoint(Method::Get, "/api/loans");
    list.details.auth = Some(Auth::Required);
    list.details.query_params = vec![
        parameter("page", "integer", Some(false)),
        parameter("limit", "integer (max 50)", Some(false)),
        parameter("due_on_from", "", None),
        parameter("sort", "", None),
    ];
    list.details.query_params[1].default = Some("20".into());
    list.details.query_params[3].allowed = vec!["due_on".into(), "created_at".into()];
    let mut unsure = list.clone();
    unsure.details.query_params[3].allowed = vec!["overdue".into()];
    project.api.endpoints.extend([create, update, list, unsure]);
    let cases: [(usize, &[&str], &[&str]); 4] = [
        (
            4,
            &[
                "bookId: z.string().uuid(),",
                "note: z.string().max(200).optional(),",
                ".insert({ due_on: body.dueOn, note: body.note, book_id: bookId, user_id: userId })",
            ],
            &["state: body"],
        ),
        (
            5,
            &[
                "dueOn: z.string().date().optional(),",
                "updated_at: new Date().toISOString()",
                ".eq('id', id)",
                ".eq('user_id', userId)",
            ],
            &["user_id: userId"],
        ),
        (
            6,
            &[
                "limit: z.coerce.number().int().min(1).max(50).default(20),",
                "if (due_on_from !== undefined) query = query.gte('due_on', due_on_from);",
                ".order(sort)",
                ".range((page - 1) * limit, page * limit - 1);",
            ],
            &[".order('created_at'"],
        ),
        // What the order is by can't be told, so no query is shown.
        (7, &["sort: z.enum(['overdue'])"], &[".from('loans')"]),
    ];
    for (at, said, unsaid) in cases {
        let plan = markdown(&project, &[at], &["loans", "books"], Language::ENGLISH);
        for part in said {
            assert!(plan.contains(part), "{at}: no {part:?} in\n{plan}");
        }
        for part in unsaid {
            assert!(!plan.contains(part), "{at}: {part:?} in\n{plan}");
        }
    }
}
