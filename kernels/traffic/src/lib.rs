//! Cars on a ring (rule 184): the traffic model of the course, on every rung.
