package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.testing.GraphqlResponse;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StudiosTest {
    private static final String CREATE =
            "mutation($name: String!, $key: String!) { studioCreate(input: {name: $name, timeZone: \"Asia/Tokyo\"},"
                    + " idempotencyKey: $key) { studio { id name isSample timeZone } userErrors { code path } } }";

    private final Installation installation = Installation.shared();

    @Test
    void aRepeatMakesNoSecondStudio() {
        String key = UUID.randomUUID().toString();
        JsonNode first = create(0, "Twice", key);
        JsonNode second = create(1, "Twice", key);
        JsonNode other = create(0, "Another", key);

        assertThat(first.at("/studio/timeZone").asText()).isEqualTo("Asia/Tokyo");
        assertThat(second).isEqualTo(first);
        assertThat(other.at("/userErrors/0/code").asText()).isEqualTo("CONFLICT");
        assertThat(other.at("/userErrors/0/path").toString()).isEqualTo("[\"idempotencyKey\"]");
    }

    @Test
    void twoAtOnceOnTwoReplicasMakeOneStudio() {
        for (int round = 0; round < 5; round++) {
            String key = UUID.randomUUID().toString();
            Race.Both<JsonNode> both = Race.run(() -> create(0, "Race", key), () -> create(1, "Race", key));
            assertThat(both.one().at("/studio/id").asText()).startsWith("studio_");
            assertThat(both.one()).isEqualTo(both.other());
        }
    }

    @Test
    void badNamesZonesAndKeysAreToldWithTheirPlace() {
        SignedIn admin = installation.newStudio(Installation.operator());
        JsonNode update = installation
                .data(
                        admin,
                        "mutation { studioUpdate(input: {name: \"  \", timeZone: \"Mars/Base\"})"
                                + " { studio { id } userErrors { code path } } }",
                        Map.of())
                .at("/studioUpdate/userErrors");
        assertThat(update.toString())
                .isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"name\"]},"
                        + "{\"code\":\"INVALID\",\"path\":[\"input\",\"timeZone\"]}]");
        assertThat(create(0, "Name", "").at("/userErrors/0/code").asText()).isEqualTo("OUT_OF_RANGE");
        assertThat(create(0, "Name", "k".repeat(201)).at("/userErrors/0/code").asText())
                .isEqualTo("OUT_OF_RANGE");
        assertThat(create(0, "Name", "a\u0000b").at("/userErrors/0/code").asText())
                .isEqualTo("INVALID");
        assertThat(create(0, "Na\u0007me", "key").at("/userErrors/0/code").asText())
                .isEqualTo("INVALID");
    }

    @Test
    void anUpdateLeavesWhatIsNotNamed() {
        SignedIn admin = installation.newStudio(Installation.operator());
        JsonNode studio = installation
                .data(
                        admin,
                        "mutation { studioUpdate(input: {timeZone: \"Europe/Berlin\"})"
                                + " { studio { name timeZone isSample } } }",
                        Map.of())
                .at("/studioUpdate/studio");
        assertThat(studio.toString())
                .isEqualTo("{\"name\":\"Studio\",\"timeZone\":\"Europe/Berlin\",\"isSample\":false}");
        assertThat(installation
                        .server
                        .bean(Studios.class)
                        .timeZone(
                                Objects.requireNonNull(io.viralforge.platform.id.Id.Type.STUDIO.uuid(admin.studioId())))
                        .getId())
                .isEqualTo("Europe/Berlin");
    }

    @Test
    void onesOtherStudiosAreListedButTheirMembersWantATokenOfTheirOwn() {
        SignedIn member = installation.join(installation.newStudio(Installation.operator()), Role.CREATOR);
        SignedIn other = installation.newStudio(Installation.operator());
        SignedIn joined = SignedIn.of(installation.accept(
                0, installation.invite(other, Role.VIEWER, null), member.email(), Installation.PASSWORD, null));

        JsonNode list =
                installation.data(member, "{ viewer { studios { nodes { id } pageInfo { hasNextPage } } } }", Map.of());
        assertThat(list.findValuesAsText("id")).containsExactly(member.studioId(), joined.studioId());

        GraphqlResponse withMembers =
                installation.ask(member, "{ viewer { studios { nodes { id members { nodes { id } } } } } }", Map.of());
        assertThat(withMembers.codes()).containsExactly("FORBIDDEN");
        assertThat(withMembers.body().at("/data/viewer/studios/nodes/0/members/nodes"))
                .hasSize(2);
        assertThat(withMembers.body().at("/data/viewer/studios/nodes/1/members").isNull())
                .isTrue();
        assertThat(installation
                        .data(member, "query($id: ID!) { node(id: $id) { id } }", Map.of("id", joined.studioId()))
                        .get("node")
                        .isNull())
                .isTrue();
    }

    @Test
    void whoSignsInSeesTheirStudioInTheSameAnswer() {
        SignedIn member = installation.join(installation.newStudio(Installation.operator()), Role.CREATOR);
        JsonNode viewer = installation
                .data(
                        null,
                        "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { session { viewer {"
                                + " person { email } studio { members { nodes { person { id email } } } }"
                                + " studios { nodes { id } } } } } }",
                        Map.of("input", Map.of("email", member.email(), "password", Installation.PASSWORD)))
                .at("/sessionCreate/session/viewer");

        assertThat(viewer.at("/studio/members/nodes/1/person/email").asText()).isEqualTo(member.email());
        assertThat(viewer.at("/studio/members/nodes/0/person/email").isNull()).isTrue();
        assertThat(viewer.at("/studios/nodes/0/id").asText()).isEqualTo(member.studioId());
    }

    private JsonNode create(int replica, String name, String key) {
        return installation
                .data(replica, Installation.operator(), CREATE, Map.of("name", name, "key", key))
                .get("studioCreate");
    }
}
