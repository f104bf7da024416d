//! DBML.

use super::{cases, file, odd, whole};

const PATH: &str = "db.dbml";

#[test]
fn each_shape_of_a_table_gives_it() {
    cases(
        PATH,
        &[
            (
                "settings and types of all kinds",
                "Table a {\n id int [pk, increment]\n b varchar(20) [not null, unique]\n c \"double precision\" [null]\n d text[]\n \"e f\" decimal(10, 2)\n g int pk\n}",
                "a(id* int, b!u varchar(20), c double precision, d text[], e f decimal(10, 2), g* int)",
            ),
            (
                "references at columns, in each direction",
                "Table a {\n id int [pk]\n b_id int [ref: > b.id]\n c_id int [unique, ref: - c.id]\n}\nTable b {\n id int [pk]\n}\nTable c {\n id int [pk, ref: < d.c_id]\n}\nTable d {\n c_id int\n}",
                "a(id* int, b_id int, c_idu int)\n  b_id -> b\n  c_id -> c\nb(id* int)\nc(id* int)\nd(c_id int)\n  c_id -> c",
            ),
            (
                "references on lines of their own and in braces, over several columns",
                "Ref name: a.b_id > b.id [delete: set null, update: cascade]\nRef {\n c.(x, y) > b.(id, z)\n}\nTable a {\n b_id int\n}\nTable b {\n id int\n z int\n}\nTable c {\n x int\n y int\n}",
                "a(b_id int)\n  b_id -> b SET NULL\nb(id int, z int)\nc(x int, y int)\n  x -> b\n  y -> b",
            ),
            (
                "one to one from either end leads to the key",
                "Table u {\n id int [pk]\n}\nTable p {\n u_id int\n}\nTable q {\n u_id int\n}\nRef: u.id - p.u_id\nRef: q.u_id -? u.id",
                "u(id* int)\np(u_id int)\n  u_id -> u\nq(u_id int)\n  u_id -> u",
            ),
            (
                "many to many stands for a table between",
                "Table a {\n id uuid [pk]\n}\nTable b {\n id int [pk]\n}\nRef: a.id <> b.id",
                "a(id* uuid)\nb(id* int)\na_b(a_id*! uuid, b_id*! int)\n  a_id -> a\n  b_id -> b",
            ),
            (
                "schemas, second names, and the same name in two schemas",
                "Table users {\n id int [pk]\n}\nTable core.users as U [headercolor: #fff] {\n id int [pk]\n kind core.kind\n}\nTable x {\n a int [ref: > U.id]\n b int [ref: > users.id]\n}\nEnum core.kind {\n one [note: 'x']\n \"two three\"\n}",
                "public.users(id* int)\ncore.users(id* int, kind core.kind)\nx(a int, b int)\n  a -> core.users\n  b -> public.users\ncore.kind = one|two three",
            ),
            (
                "indexes and checks",
                "Table a {\n x int\n y int\n indexes {\n  (x, y) [pk]\n  y [unique, name: 'u']\n  (`lower(x)`, y) [type: BTREE]\n }\n checks {\n  `x > y` [name: 'c']\n }\n}",
                "a(x* int, y*u int)",
            ),
            (
                "parts of tables, which the table's own lines win over",
                "TablePartial base {\n id int [pk]\n at timestamp [not null]\n}\nTable a {\n ~base\n at date\n}",
                "a(id* int, at date)",
            ),
            (
                "what is no table",
                "Project p {\n database_type: 'PostgreSQL'\n Note: '''\n  Table x {\n   id int\n  }\n '''\n}\nTableGroup g [color: #000] {\n a\n}\nNote n {\n 'text'\n}\n// Table y {\ntable A\n{\n ID int [PK]\n}\nrecords a(id) {\n 1\n}",
                "A(ID* int)",
            ),
        ],
    );
}

#[test]
fn what_is_odd_costs_itself() {
    odd(
        PATH,
        &[
            (
                "Table a {\n id int\nTable b {\n id int\n}\n",
                "a(id int)\nb(id int)",
                "RW220 1: `Table a` is never closed; it was read up to the next definition",
            ),
            (
                "use { table b } from './b.dbml'\nTable a {\n id int [pk]\n up int [ref: > id]\n}",
                "a(id* int, up int)\n  up -> a",
                "RW220 1: `use { table b }` takes over what another file defines, and that file is not looked for",
            ),
            (
                "Table a {\n id int\n : x\n b\n}\nRef: a.id b.id\nIndex a",
                "a(id int, b ?)",
                "RW220 3: `: x` is no column; it is left out\nRW220 4: `b` has no type; it was read as a column without one\nRW220 6: `Ref: a.id b.id` is no reference; it is left out\nRW220 7: `Index a` starts nothing that is known here; it is left out",
            ),
        ],
    );
}

#[test]
fn a_whole_document() {
    let text = r"
Table library.members as M [note: 'People who borrow.'] {
  id uuid [pk, default: `gen_random_uuid()`]
  email varchar(120) [not null, unique, note: 'Login, lower case.']
  level library.level [default: 'basic']
  age int [check: `age >= 0`]
  indexes {
    (level, email) [name: 'members_level', type: hash]
    `lower(email)` [unique]
  }
}

Table library.loans {
  member_id uuid [ref: > M.id]
  copy_id int
  Note: 'What is out.'
  indexes {
    (member_id, copy_id) [pk]
  }
  checks {
    `copy_id > 0`
  }
}

Enum library.level {
  basic
  full
}
";
    let (schema, diagnostics) = file(PATH, text);
    assert_eq!(diagnostics, Vec::new());
    insta::assert_snapshot!(whole(&schema, text));
}
