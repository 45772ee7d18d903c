"""What each relation to a case or its plan is answered to each operation: written by hand.

From docs/domain.md (the rules named at each part; CASES in its section on the course of a case) and from
docs/contract.md, never from what the server computes: where the two differ, one of them is wrong.
"""

from __future__ import annotations

RELATIONS = {
    "no": "nobody",
    "st": "stranger",
    "ow": "owner",
    "re": "representative",
    "rl": "relative",
    "r0": "relative-0",
    "pr": "provider",
    "p0": "provider-0",
    "cp": "proposed",
    "ca": "accepted",
    "co": "outgoing",
    "cn": "coordinator",
    "su": "substitute",
    "fo": "former",
    "ha": "handler",
    "el": "elsewhere",
    "sa": "statistics",
    "cd": "code",
    "rp": "reporter",
    "in": "invited",
    "rd": "redeemed",
    "he": "helper",
    "le": "left",
    "ld": "leader",
    "lo": "leader-of-others",
}
"""By column. ``relative`` may comment on the part that is asked about, ``provider`` read it. Both of ``-0``
take part: one has been granted nothing, the other logged in where nobody vouches for their organisation.
``leader`` leads the service of who is proposed, ``leader-of-others`` another one.

In the rows that end in ``assisted`` everybody names the session in which the coordinator writes for the
owner: to whoever sees the plan it is over, as one that never was. A paper that the unit has checked, before
the owner asks, is there to check for nobody any more.
"""
ANSWERS = {
    "+": "done, or answered with something that is the owner's",
    "o": "answered, with nothing that is",
    "~": "may, but not now (409)",
    "#": "may, but not what was asked for (422)",
    "!": "sees that it is there, and may not (403)",
    "-": "as if it did not exist (404), byte for byte",
    "?": "has to log in (401)",
    "x": "no other server's word (400)",
}
TABLE = """
                              no st ow re rl r0 pr p0 cp ca co cn su fo ha el sa cd rp in rd he le ld lo
-- login
choices                       o  o  +  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
log_in_demo                   +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
log_out                       +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
me                            ?  o  +  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  o  o
change_me                     ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  ?  +  +  +  +  +  +  +
renew_session                 ?  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  o  o
own_sessions                  ?  o  +  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  o  o
end_session                   ?  -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
end_sessions                  ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  ?  +  +  +  +  +  +  +
choose_role                   ?  -  -  -  +  +  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  +  -  -  -
begin_login                   +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
finish_login                  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
log_out_there                 +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
logged_out_there              +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +
logged_out_at_provider        x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x  x
client_keys                   o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
-- the plan
my_plans                      ?  o  +  +  +  o  +  o  o  o  +  +  +  o  o  o  o  ?  o  o  o  o  o  o  o
plan                          ?  -  +  +  +  -  +  -  -  -  +  +  +  -  -  -  -  ?  -  -  -  -  -  -  -
tell_change                   ?  -  +  +  +  -  +  -  -  -  +  +  +  -  -  -  -  ?  -  -  -  -  -  -  -
coordinators_place            ?  -  o  o  o  -  o  -  -  -  o  o  o  -  -  -  -  ?  -  -  -  -  -  -  -
overview                      ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  o  o  ?  -  -  -  -  -  -  -
add_part                      ?  -  o  o  !  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
change_part                   ?  -  +  +  !  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
put_away_part                 ?  -  +  +  !  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
grants                        ?  -  +  +  !  -  !  -  -  -  o  +  o  -  -  -  -  ?  -  -  -  -  -  -  -
earlier_decisions             ?  -  o  o  !  -  !  -  -  -  o  o  o  -  -  -  -  ?  -  -  -  -  -  -  -
papers                        ?  -  +  o  o  -  o  -  -  -  o  +  o  -  -  -  -  ?  -  -  -  -  -  -  -
make_paper                    ?  -  !  !  !  -  !  -  -  -  #  #  #  -  -  -  -  ?  -  -  -  -  -  -  -
register_paper                ?  -  -  -  -  -  -  -  -  -  -  +  -  -  -  -  -  ?  -  -  -  -  -  -  -
withdraw_paper                ?  -  ~  -  -  -  -  -  -  -  -  +  -  -  -  -  -  ?  -  -  -  -  -  -  -
shown_paper                   ?  -  !  +  -  -  +  -  -  -  -  !  +  -  o  -  -  ?  -  -  -  -  -  -  -
check_paper                   ?  -  -  ~  -  -  ~  -  -  -  -  !  ~  -  o  -  -  ?  -  -  -  -  -  -  -
sign                          ?  -  +  +  !  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
preview                       ?  -  o  +  !  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
narrowing_read                ?  -  +  !  !  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
ending                        ?  -  o  +  +  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
end_participation             ?  -  ~  ~  ~  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
assisted                      ?  -  o  o  !  -  !  -  -  -  +  +  +  -  -  -  -  ?  -  -  -  -  -  -  -
begin_assisted                ?  -  !  !  !  -  !  -  -  -  ~  ~  ~  -  -  -  -  ?  -  -  -  -  -  -  -
end_assisted                  ?  -  +  -  -  -  -  -  -  -  -  +  -  -  -  -  -  ?  -  -  -  -  -  -  -
assisted_read                 ?  -  +  !  !  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
shown_validity                ?  -  !  !  !  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
shown_validity:assisted       ?  -  ~  ~  ~  -  ~  -  -  -  ~  +  ~  -  -  -  -  ?  -  -  -  -  -  -  -
say_valid                     ?  -  !  !  !  -  !  -  -  -  !  !  !  -  -  -  -  ?  -  -  -  -  -  -  -
say_valid:assisted            ?  -  ~  ~  ~  -  ~  -  -  -  ~  ~  ~  -  -  -  -  ?  -  -  -  -  -  -  -
-- comments
comments                      ?  -  +  +  +  -  +  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
open_threads                  ?  -  +  +  +  -  +  -  -  -  o  o  o  -  -  -  -  ?  -  -  -  -  -  -  -
add_comment                   ?  -  +  o  o  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
edit_comment                  ?  -  +  !  !  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
remove_comment                ?  -  +  !  !  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
resolve_comment               ?  -  +  +  +  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
-- suggestions
suggestions                   ?  -  +  +  +  -  +  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
suggest                       ?  -  +  o  o  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
accept_suggestion             ?  -  +  !  !  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
decline_suggestion            ?  -  ~  +  !  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
withdraw_suggestion           ?  -  +  !  !  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
-- invitations
invitations                   ?  -  +  o  !  -  !  -  -  -  o  o  o  -  -  -  -  ?  -  -  -  -  -  -  -
invite                        ?  -  o  o  !  -  !  -  -  -  o  o  o  -  -  -  -  ?  -  -  -  -  -  -  -
take_invitation_step          ?  -  ~  -  !  -  !  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
own_invitation                ?  -  -  +  +  +  +  o  -  -  -  -  -  -  -  -  -  ?  -  o  o  +  o  -  -
answer_invitation             ?  -  -  ~  ~  ~  ~  ~  -  -  -  -  -  -  -  -  -  ?  -  o  ~  ~  ~  -  -
owner_arrival                 ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
owner_arrival:waiting         ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
settle_owner_arrival          ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
-- the municipality
my_units                      ?  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  o  o
municipality_settings         ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
change_settings               ?  -  -  -  -  -  -  -  -  -  -  -  -  -  ~  -  -  ?  -  -  -  -  -  -  -
municipality_texts            ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
say_in_own_words              ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
unit_leaders                  ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
give_leader                   ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
end_leader                    ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
words                         o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
municipal_words               o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
unit_contact                  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
information_style             o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
information_list              o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
information_page              o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
municipalities                o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
-- the case
report                        o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o
type_report                   ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
report_status                 -  -  o  -  -  -  -  -  -  -  -  -  -  -  -  -  -  o  o  -  -  -  -  -  -
cases                         ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
handlers                      ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
case                          ?  -  !  -  -  -  -  -  -  -  !  !  -  -  +  -  -  ?  -  -  -  -  -  -  -
own_cases                     ?  o  +  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  o  o
coordinated_cases             ?  o  o  o  o  o  o  o  o  o  +  +  +  o  o  o  o  ?  o  o  o  o  o  o  o
checklist                     ?  -  !  -  -  -  -  -  -  -  o  o  o  -  o  -  -  ?  -  -  -  -  -  -  -
tick                          ?  -  !  -  -  -  -  -  -  -  o  o  o  -  !  -  -  ?  -  -  -  -  -  -  -
case_text                     ?  -  o  -  -  -  -  -  -  -  o  o  -  -  o  -  -  ?  -  -  -  -  -  -  -
act:meeting-set               ?  -  !  -  -  -  -  -  -  -  !  !  -  -  o  -  -  ?  -  -  -  -  -  -  -
act:wish-recorded             ?  -  o  -  -  -  -  -  -  -  !  !  -  -  o  -  -  ?  -  -  -  -  -  -  -
act:coordinator-absent        ?  -  !  -  -  -  -  -  -  -  ~  o  -  -  o  -  -  ?  -  -  -  -  -  -  -
merge                         ?  -  -  -  -  -  -  -  -  -  -  -  -  -  ~  -  -  ?  -  -  -  -  -  -  -
plan_contents                 ?  -  o  -  -  -  -  -  -  -  !  !  -  -  !  -  -  ?  -  -  -  -  -  -  -
moving_choices                ?  -  ~  -  -  -  -  -  -  -  !  !  -  -  !  -  -  ?  -  -  -  -  -  -  -
pass_on                       ?  -  ~  -  -  -  -  -  -  -  !  !  -  -  !  -  -  ?  -  -  -  -  -  -  -
coordinators                  ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
own_time_off                  ?  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  o  o
announce_time_off             ?  -  -  -  -  -  -  -  -  -  -  o  -  -  -  -  -  ?  -  -  -  -  -  -  -
coordinators_away             ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
hand_over                     ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
remove_coordinator            ?  -  -  -  -  -  -  -  -  -  -  -  -  -  ~  -  -  ?  -  -  -  -  -  -  -
look_for_person               ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
list_coordinator              ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
release_requests              ?  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  +  o
answer_release                ?  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  ~  -
-- complaints
my_complaints                 ?  o  +  +  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  +  o  o  o
begin_complaint               ?  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  o  o
begin_complaint:for-the-owner ?  -  o  o  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
begin_complaint:of-the-case   ?  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
complaint                     ?  -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  +  -  -  -
complaint:sent                ?  -  +  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
act_in_complaint              ?  -  o  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  o  -  -  -
act_in_complaint:received     ?  -  ~  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
complaint_evidence            ?  -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  !  -  -  -
complaint_evidence:sent       ?  -  o  -  -  -  -  -  -  -  -  -  -  -  !  -  -  ?  -  -  -  -  -  -  -
export_complaint              ?  -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  !  -  -  -
export_complaint:sent         ?  -  +  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
unit_complaints               ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
take_down_complaint           ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
-- what is counted
unit_overview                 ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  o  ?  -  -  -  -  -  -  -
counted_cases                 ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
unit_years                    ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  o  ?  -  -  -  -  -  -  -
unit_year                     ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
unit_year:frozen              ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  o  ?  -  -  -  -  -  -  -
freeze_year                   ?  -  -  -  -  -  -  -  -  -  -  -  -  -  ~  -  -  ?  -  -  -  -  -  -  -
journal_cases                 ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  -  ?  -  -  -  -  -  -  -
year_export                   ?  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
year_export:frozen            ?  -  -  -  -  -  -  -  -  -  -  -  -  -  o  -  o  ?  -  -  -  -  -  -  -
-- messages
my_messages                   ?  o  +  o  o  o  o  o  o  o  +  +  +  +  +  o  o  ?  o  o  o  +  o  +  o
mark_message                  ?  -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ?  -  -  -  -  -  -  -
mark_messages                 ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  ?  +  +  +  +  +  +  +
my_contact                    ?  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  o  ?  o  o  o  o  o  o  o
change_contact                ?  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  ?  +  +  +  +  +  +  +
held_messages                 ?  o  o  o  o  o  o  o  o  o  o  o  o  o  +  o  o  ?  o  o  o  o  o  o  o
check_message                 ?  -  -  -  -  -  -  -  -  -  -  -  -  -  +  -  -  ?  -  -  -  -  -  -  -
"""


def cells() -> dict[str, dict[str, str]]:
    """Row -> column -> answer. Raises ``ValueError`` for a row that has no cell for each relation."""
    header, *lines = [line for line in TABLE.splitlines() if line and not line.startswith("--")]
    columns, found = header.split(), {}
    for line in lines:
        row, *answers = line.split()
        if row in found or len(answers) != len(columns) or set(answers) - ANSWERS.keys():
            raise ValueError(f"{row}: one of {' '.join(ANSWERS)} for each of {header}")
        found[row] = dict(zip(columns, answers, strict=True))
    return found
