//! Arguments, and answers as text or JSON.
