//! `/users/{id}/{*rest}`: a route path comes in, its segments go out; the one parser of `router!` and `path!`.
