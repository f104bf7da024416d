//! The only place with I/O: files, clipboard, terminal, clock.
