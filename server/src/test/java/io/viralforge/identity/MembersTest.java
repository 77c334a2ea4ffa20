package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.GraphqlResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final String ME = "{ viewer { role scopes } }";
    private static final String REMOVE =
            "mutation($id: ID!) { memberRemove(id: $id) { removedId userErrors { code path } } }";
    private static final String UPDATE = "mutation($id: ID!, $role: Role!) { memberUpdate(id: $id, role: $role)"
            + " { member { id role } userErrors { code path } } }";

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());

    @Test
    void aRemovedMemberIsOutAtOnce() {
        SignedIn member = installation.join(admin, Role.CREATOR);
        assertThat(installation.ask(member, ME, Map.of()).status()).isEqualTo(200);
        String id = installation.memberId(member);

        assertThat(installation
                        .data(admin, REMOVE, Map.of("id", id))
                        .at("/memberRemove/removedId")
                        .asText())
                .isEqualTo(id);
        assertThat(installation.ask(member, ME, Map.of()).status()).isEqualTo(401);
        assertThat(installation
                        .data(
                                null,
                                "mutation($token: String!) { sessionRefresh(refreshToken: $token)"
                                        + " { userErrors { code } } }",
                                Map.of("token", member.refresh()))
                        .at("/sessionRefresh/userErrors/0/code")
                        .asText())
                .isEqualTo("TOKEN_INVALID");
        assertThat(installation
                        .data(admin, REMOVE, Map.of("id", id))
                        .at("/memberRemove/userErrors/0/code")
                        .asText())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void someoneRemovedFromTheirOnlyStudioIsToldSoAfterTheRightPassword() {
        SignedIn member = installation.join(admin, Role.CREATOR);
        installation.data(admin, REMOVE, Map.of("id", installation.memberId(member)));

        assertThat(installation
                        .data(
                                null,
                                "mutation($input: SessionCreateInput!) { sessionCreate(input: $input)"
                                        + " { userErrors { code } } }",
                                Map.of("input", Map.of("email", member.email(), "password", Installation.PASSWORD)))
                        .at("/sessionCreate/userErrors/0/code")
                        .asText())
                .isEqualTo("WRONG_STATE");
    }

    @Test
    void aLowerRoleCountsAtOnceAndAHigherOneFromTheNextRefresh() {
        SignedIn member = installation.join(admin, Role.CREATOR);
        String id = installation.memberId(member);

        installation.data(admin, UPDATE, Map.of("id", id, "role", "VIEWER"));
        assertThat(installation.data(member, ME, Map.of()).at("/viewer/scopes").toString())
                .isEqualTo("[\"READ\"]");

        installation.data(admin, UPDATE, Map.of("id", id, "role", "ADMIN"));
        JsonNode viewer = installation.data(member, ME, Map.of()).get("viewer");
        assertThat(viewer.get("role").asText()).isEqualTo("ADMIN");
        assertThat(viewer.get("scopes").toString()).isEqualTo("[\"READ\",\"CREATE\",\"PUBLISH\"]");

        SignedIn refreshed = SignedIn.of(installation
                .data(
                        null,
                        "mutation($token: String!) { sessionRefresh(refreshToken: $token) { " + SignedIn.SESSION
                                + " } }",
                        Map.of("token", member.refresh()))
                .get("sessionRefresh"));
        assertThat(installation
                        .data(refreshed, ME, Map.of())
                        .at("/viewer/scopes")
                        .toString())
                .isEqualTo("[\"READ\",\"CREATE\",\"PUBLISH\",\"MONEY\",\"ADMIN\"]");
    }

    @Test
    void theLastAdminStays() {
        String id = installation.memberId(admin);
        JsonNode removal = installation.data(admin, REMOVE, Map.of("id", id)).get("memberRemove");
        JsonNode change = installation
                .data(admin, UPDATE, Map.of("id", id, "role", "VIEWER"))
                .get("memberUpdate");

        assertThat(removal.at("/userErrors/0/code").asText()).isEqualTo("LAST_ADMIN");
        assertThat(change.at("/userErrors/0/code").asText()).isEqualTo("LAST_ADMIN");
        assertThat(change.get("member").isNull()).isTrue();
    }

    @Test
    void twoAdminsWhoRemoveEachOtherAtOnceLeaveOne() {
        for (int round = 0; round < 5; round++) {
            SignedIn one = installation.newStudio(Installation.operator());
            SignedIn other = installation.join(one, Role.ADMIN);
            String ofOne = installation.memberId(one);
            String ofOther = installation.memberId(other);

            Race.run(
                    () -> installation.ask(0, one, REMOVE, Map.of("id", ofOther)),
                    () -> installation.ask(1, other, REMOVE, Map.of("id", ofOne)));

            assertThat(admins(one)).isEqualTo(1);
        }
    }

    @Test
    void twoAdminsWhoStepDownAtOnceLeaveOne() {
        for (int round = 0; round < 5; round++) {
            SignedIn one = installation.newStudio(Installation.operator());
            SignedIn other = installation.join(one, Role.ADMIN);
            String ofOne = installation.memberId(one);
            String ofOther = installation.memberId(other);

            Race.run(
                    () -> installation.ask(0, one, UPDATE, Map.of("id", ofOne, "role", "VIEWER")),
                    () -> installation.ask(1, other, REMOVE, Map.of("id", ofOther)));

            assertThat(admins(one)).isEqualTo(1);
        }
    }

    @Test
    void addressesAreSeenByAdminsAndTheirOwners() {
        SignedIn viewer = installation.join(admin, Role.VIEWER);
        String list = "{ viewer { studio { members { nodes { person { id email } } } } } }";

        assertThat(installation.data(admin, list, Map.of()).findValuesAsText("email"))
                .containsExactly(admin.email(), viewer.email());
        assertThat(installation.data(viewer, list, Map.of()).findValuesAsText("email"))
                .containsExactly("null", viewer.email());
        assertThat(installation
                        .data(
                                viewer,
                                "query($id: ID!) { node(id: $id) { ... on Person { name email } } }",
                                Map.of("id", admin.personId()))
                        .get("node")
                        .toString())
                .isEqualTo("{\"name\":\"Somebody\",\"email\":null}");
    }

    @Test
    void anotherStudiosThingsAreNotThere() {
        SignedIn stranger = installation.join(installation.newStudio(Installation.operator()), Role.ADMIN);
        SignedIn member = installation.join(admin, Role.CREATOR);
        String id = installation.memberId(member);

        JsonNode nodes = installation
                .data(
                        stranger,
                        "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
                        Map.of("ids", java.util.List.of(id, member.personId(), member.studioId(), stranger.personId())))
                .get("nodes");
        assertThat(nodes.get(0).isNull()
                        && nodes.get(1).isNull()
                        && nodes.get(2).isNull())
                .isTrue();
        assertThat(nodes.at("/3/id").asText()).isEqualTo(stranger.personId());
        assertThat(installation
                        .data(stranger, REMOVE, Map.of("id", id))
                        .at("/memberRemove/userErrors/0/code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(installation
                        .data(stranger, UPDATE, Map.of("id", id, "role", "VIEWER"))
                        .at("/memberUpdate/userErrors/0/code")
                        .asText())
                .isEqualTo("NOT_FOUND");
        for (String wrong : new String[] {member.personId(), "member_nonsense", ""}) {
            assertThat(installation
                            .data(admin, REMOVE, Map.of("id", wrong))
                            .at("/memberRemove/userErrors/0/code")
                            .asText())
                    .isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void anAdminWhoGoesTakesOpenInvitationsWithThem() {
        SignedIn other = installation.join(admin, Role.ADMIN);
        String token = installation.invite(other, Role.ADMIN, null);
        installation.data(admin, REMOVE, Map.of("id", installation.memberId(other)));

        assertThat(installation
                        .accept(0, token, other.email(), Installation.PASSWORD, null)
                        .at("/userErrors/0/code")
                        .asText())
                .isEqualTo("TOKEN_INVALID");
    }

    /** What passes the check of a token just before its owner is removed must not be done just after. */
    @Test
    void whoIsRemovedMeanwhileLeavesNoWayBack() {
        SignedIn victim = installation.join(admin, Role.VIEWER);
        for (String mutation : List.of(
                "invitationCreate(input: {role: ADMIN}) { url }",
                "apiKeyCreate(input: {name: \"x\", scopes: [ADMIN]}, " + Installation.PROOF + ") { token }",
                "memberUpdate(id: \"" + installation.memberId(victim) + "\", role: ADMIN) { member { id } }",
                "memberRemove(id: \"" + installation.memberId(victim) + "\") { removedId }")) {
            for (String change : List.of(
                    "DELETE FROM member WHERE studio_id = ? AND person_id = ?",
                    "UPDATE member SET role = 'VIEWER' WHERE studio_id = ? AND person_id = ?",
                    "UPDATE session SET revoked_at = now() WHERE studio_id = ? AND person_id = ?")) {
                SignedIn gone = installation.join(admin, Role.ADMIN);
                assertThat(installation.ask(1, gone, ME, Map.of()).status()).isEqualTo(200);
                GraphqlResponse answer = Race.behind(
                        installation.server.sql(),
                        tx -> {
                            StudioStore.lock(tx, uuid(gone.studioId()));
                            tx.update(change, uuid(gone.studioId()), uuid(gone.personId()));
                        },
                        () -> installation.ask(1, gone, "mutation { " + mutation + " }", Map.of()));
                assertThat(answer.codes()).as(mutation + " after " + change).containsExactly("FORBIDDEN");
            }
        }
    }

    private static UUID uuid(String id) {
        return Objects.requireNonNull(Id.parse(id)).uuid();
    }

    @Test
    void membersComeAPageAtATimeInTheOrderOfJoining() {
        SignedIn second = installation.join(admin, Role.VIEWER);
        SignedIn third = installation.join(admin, Role.CREATOR);
        String page = "query($after: String) { viewer { studio { members(first: 2, after: $after)"
                + " { nodes { person { id } role joinedAt } pageInfo { hasNextPage endCursor } } } } }";

        JsonNode first = installation.data(second, page, Map.of()).at("/viewer/studio/members");
        JsonNode next = installation
                .data(
                        second,
                        page,
                        Map.of("after", first.at("/pageInfo/endCursor").asText()))
                .at("/viewer/studio/members");

        assertThat(first.get("nodes").findValuesAsText("id")).containsExactly(admin.personId(), second.personId());
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        assertThat(next.get("nodes").findValuesAsText("id")).containsExactly(third.personId());
        assertThat(next.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
        assertThat(installation
                        .ask(second, page, Map.of("after", "bm9uc2Vuc2U"))
                        .codes())
                .containsExactly("BAD_REQUEST");
    }

    private int admins(SignedIn of) {
        return installation
                .server
                .sql()
                .<Integer>everywhere(tx -> tx.one(
                        "SELECT count(*)::int AS n FROM member WHERE studio_id = ? AND role = 'ADMIN'",
                        row -> row.number("n"),
                        java.util.Objects.requireNonNull(
                                io.viralforge.platform.id.Id.Type.STUDIO.uuid(of.studioId()))));
    }
}
