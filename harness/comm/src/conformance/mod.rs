//! What every transport must do, as checks that run on all ranks of any group.
//!
//! The checks hold for any number of ranks. They panic where an answer is wrong; a call that fails ends the group as it
//! always does. Tests run them over [`local`](crate::local), the program `comm-conformance` under `mpirun`.

mod collective;
mod groups;
mod messages;
mod overlap;
mod traffic;
mod watched;

use crate::Comm;

/// A check by name; every rank of a group runs it.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// What it holds the transport to.
    pub name: &'static str,
    /// The check; panics if it fails.
    pub run: fn(&Comm),
}

/// Runs every check on the whole, and then in two groups at once whose ranks are numbered backwards.
pub fn check_all(comm: &Comm, mut passed: impl FnMut(&Check)) {
    let half = comm.split(comm.rank() % 2, comm.size() - comm.rank());
    for check in CHECKS {
        (check.run)(comm);
        (check.run)(&half);
        comm.barrier();
        passed(check);
    }
}

/// The next rank around a ring.
fn next(comm: &Comm) -> usize {
    (comm.rank() + 1) % comm.size()
}

/// The one before.
fn previous(comm: &Comm) -> usize {
    (comm.rank() + comm.size() - 1) % comm.size()
}

macro_rules! checks {
    ($($module:ident: $($name:ident)*;)*) => {
        /// All checks.
        pub const CHECKS: &[Check] = &[$($(Check { name: stringify!($name), run: $module::$name },)*)*];
    };
}

checks! {
    messages:
        ring_passes_every_rank_once
        messages_of_one_tag_keep_their_order
        tags_are_told_apart_in_any_order
        a_rank_can_write_to_itself
        empty_messages_arrive
        long_messages_cross_both_ways_at_once
        no_neighbour_means_no_message
        grid_neighbours_exchange_their_ranks
        all_sizes_around_the_eager_limit_arrive
        the_receiver_learns_the_length
        irregular_neighbours_exchange_at_once
        what_is_received_last_keeps_no_sender_waiting;
    overlap:
        computation_overlaps_with_messages
        receives_are_served_in_the_order_of_their_start
        long_sends_leave_once_their_receives_have_started
        work_is_shared_and_nobody_starves
        recv_any_leaves_other_tags_and_started_receives_alone
        try_recv_any_takes_what_is_here_and_never_waits
        a_test_tells_when_a_wait_would_return;
    collective:
        barrier_waits_for_the_last
        broadcast_from_every_root
        scatter_and_gather_are_inverse_with_uneven_counts
        allgather_with_uneven_counts
        reductions_by_hand
        allreduce_has_the_same_bits_on_every_rank_as_reduce
        alltoall_transposes
        alltoallv_with_uneven_counts_and_zeros
        collective_calls_leave_tagged_messages_alone;
    groups:
        rows_and_columns_of_a_grid
        groups_of_groups_are_numbered_by_key
        the_same_tag_is_another_in_another_group
        groups_outlive_one_another_in_any_order
        what_a_group_sends_counts_for_the_rank;
    traffic:
        the_trace_counts_what_was_sent
        collective_calls_send_what_is_declared;
    watched:
        a_watched_rank_keeps_when_it_called
        both_ends_of_every_message_are_kept
        time_in_calls_is_not_computed
        too_many_messages_are_not_kept_in_part;
}
