//! The `routewright` command: see [`routewright::cli`] for its arguments.

fn main() {}
