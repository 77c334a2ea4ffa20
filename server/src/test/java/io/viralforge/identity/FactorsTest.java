package io.viralforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.viralforge.identity.factors.CodeApp;
import io.viralforge.identity.factors.PersonLock;
import io.viralforge.platform.id.Id;
import io.viralforge.testing.GraphqlResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Codes and passkeys besides the password, on two replicas. */
class FactorsTest {
    private static final String ME = "{ viewer { person { id } scopes } }";
    private static final String FACTORS =
            "factors { hasApp recoveryCodesLeft passkeys { id name isBackedUp lastUsedAt } }";
    private static final String CHANGED = FACTORS + " recoveryCodes userErrors { code message path }";
    private static final String SIGN_IN = "challenge { challenge expiresAt kinds passkeyOptions } " + SignedIn.SESSION;
    private static final Map<String, Object> PROOF = Map.of("password", Installation.PASSWORD);

    private final Installation installation = Installation.shared();
    private final SignedIn admin = installation.newStudio(Installation.operator());
    private final SignedIn member = installation.join(admin, Role.CREATOR);

    @Test
    void withAnAppThePasswordAloneSignsInNoMore() {
        JsonNode begun = startApp(member, PROOF);
        assertThat(begun.get("uri").asText())
                .startsWith("otpauth://totp/ViralForge:" + member.email().replace("@", "%40") + "?secret="
                        + begun.get("secret").asText() + "&issuer=ViralForge");
        assertThat(begun.get("qrCode").asText()).startsWith("<svg").endsWith("</svg>");
        SignedIn.of(signIn(member.email())); // what is not confirmed is not on

        assertThat(code(confirmApp(member, "000000x"))).isEqualTo("CREDENTIALS_INVALID");
        CodeApp app = new CodeApp(begun.get("secret").asText());
        String first = app.code(0);
        JsonNode on = confirmApp(member, first);
        assertThat(on.get("recoveryCodes")).hasSize(10);
        assertThat(on.at("/factors/hasApp").asBoolean()).isTrue();
        assertThat(code(startApp(member, PROOF))).isEqualTo("WRONG_STATE");

        JsonNode half = signIn(member.email());
        assertThat(half.get("session").isNull()).isTrue();
        assertThat(half.get("userErrors")).isEmpty();
        assertThat(half.at("/challenge/kinds").toString()).isEqualTo("[\"APP\",\"RECOVERY_CODE\"]");
        assertThat(half.at("/challenge/passkeyOptions").isNull()).isTrue();
        assertThat(Instant.parse(half.at("/challenge/expiresAt").asText()))
                .isBetween(Instant.now().plusSeconds(240), Instant.now().plusSeconds(301));
        String challenge = half.at("/challenge/challenge").asText();

        assertThat(code(confirm(0, challenge, first)))
                .as("it switched the app on")
                .isEqualTo("CREDENTIALS_INVALID");
        SignedIn signedIn = SignedIn.of(confirm(1, challenge, app.code(1)));
        assertThat(installation
                        .data(0, signedIn, ME, Map.of())
                        .at("/viewer/person/id")
                        .asText())
                .isEqualTo(member.personId());
        assertThat(code(confirm(0, challenge, app.code(0))))
                .as("it has been met")
                .isEqualTo("TOKEN_INVALID");
    }

    @Test
    void nobodyLearnsOfAFactorBeforeThePasswordWasRight() {
        switchOnApp(member);
        JsonNode wrong = signIn(member.email(), "wrong horse battery");
        assertThat(wrong.toString())
                .isEqualTo(signIn("nobody@example.org", "wrong horse battery").toString());
        assertThat(code(wrong)).isEqualTo("CREDENTIALS_INVALID");
        assertThat(wrong.get("challenge").isNull()).isTrue();
    }

    @Test
    void ofOneCodeShownTwiceAtOnceOneSignsIn() {
        CodeApp app = switchOnApp(member);
        String one = challenge(member);
        String other = challenge(member);
        String code = app.code(0);
        assertThat(Race.run(() -> confirm(0, one, code), () -> confirm(1, other, code)).list().stream()
                        .map(FactorsTest::code))
                .containsExactlyInAnyOrder("", "CREDENTIALS_INVALID");

        String same = challenge(member);
        String next = app.code(1);
        assertThat(Race.run(() -> confirm(0, same, next), () -> confirm(1, same, next)).list().stream()
                        .map(FactorsTest::code)
                        .filter(String::isEmpty))
                .hasSize(1);
    }

    @Test
    void aCodeToRecoverWithWorksOnceHoweverItIsTyped() {
        List<String> codes = texts(confirmAppAnew(member).get("recoveryCodes"));
        assertThat(codes).doesNotHaveDuplicates().allMatch(each -> each.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
        String first = codes.getFirst();
        String typed = " " + first.toUpperCase(Locale.ROOT).replace("-", " ");
        String one = challenge(member);
        String other = challenge(member);
        assertThat(Race.run(() -> confirm(0, one, typed), () -> confirm(1, other, first)).list().stream()
                        .map(FactorsTest::code))
                .containsExactlyInAnyOrder("", "CREDENTIALS_INVALID");
        assertThat(own(member).get("recoveryCodesLeft").asInt()).isEqualTo(9);

        JsonNode renewed = change(
                member,
                "recoveryCodesCreate(proof: $proof)",
                "$proof: FactorProofInput!",
                Map.of("proof", Map.of("code", codes.get(1))));
        assertThat(renewed.get("recoveryCodes")).hasSize(10);
        assertThat(code(confirm(0, challenge(member), codes.get(2)))).isEqualTo("CREDENTIALS_INVALID");
        SignedIn.of(confirm(0, challenge(member), renewed.at("/recoveryCodes/0").asText()));
    }

    @Test
    void codesLieNowhereInClear() {
        JsonNode begun = startApp(member, PROOF);
        JsonNode on = confirmApp(member, new CodeApp(begun.get("secret").asText()).code(0));
        String stored = installation.server.sql().everywhere(tx -> tx.one("""
                SELECT (SELECT string_agg(t::text, ' ') FROM totp t) || (SELECT string_agg(r::text, ' ') FROM recovery_code r)
                    || (SELECT coalesce(string_agg(a::text, ' '), '') FROM audit_entry a) AS all
                """, row -> row.text("all")));
        assertThat(stored)
                .doesNotContain(CodeApp.hex(begun.get("secret").asText()))
                .doesNotContain(begun.get("secret").asText())
                .doesNotContain(on.at("/recoveryCodes/0").asText())
                .doesNotContain(on.at("/recoveryCodes/0").asText().replace("-", ""));
    }

    @Test
    void guessesOfACodeAreSlowedDownAlsoAcrossReplicas() {
        CodeApp app = switchOnApp(member);
        String challenge = challenge(member);
        List<String> codes = new ArrayList<>();
        // The wait doubles; a slow machine needs some tries until one comes within it.
        for (int i = 0; i < 20 && !codes.contains("TOO_MANY_ATTEMPTS"); i++) {
            codes.add(code(confirm(i % 2, challenge, "wrong" + i)));
        }
        assertThat(codes)
                .startsWith("CREDENTIALS_INVALID", "CREDENTIALS_INVALID")
                .endsWith("TOO_MANY_ATTEMPTS");
        assertThat(code(confirm(0, challenge, app.code(0)))).isEqualTo("TOO_MANY_ATTEMPTS");
    }

    @Test
    void aChallengeEndsAfterFiveMinutes() {
        CodeApp app = switchOnApp(member);
        String challenge = challenge(member);
        installation
                .server
                .sql()
                .doEverywhere(tx -> tx.update(
                        "UPDATE factor_challenge SET expires_at = now() WHERE person_id = ?", person(member)));
        assertThat(code(confirm(0, challenge, app.code(0)))).isEqualTo("TOKEN_INVALID");
        assertThat(code(confirm(0, "made up", app.code(0)))).isEqualTo("TOKEN_INVALID");
    }

    @Test
    void whatChangesFactorsWantsThePasswordOrACode() {
        Map<String, Object> wrong = Map.of("password", "wrong horse battery");
        assertThat(code(startApp(member, wrong))).isEqualTo("CREDENTIALS_INVALID");
        assertThat(code(startPasskey(member, wrong))).isEqualTo("CREDENTIALS_INVALID");
        CodeApp app = switchOnApp(member);
        assertThat(code(removeApp(member, wrong))).isEqualTo("CREDENTIALS_INVALID");
        assertThat(code(removeApp(member, Map.of("code", "wrong")))).isEqualTo("CREDENTIALS_INVALID");

        JsonNode off = removeApp(member, Map.of("code", app.code(0)));
        assertThat(off.at("/factors/hasApp").asBoolean()).isFalse();
        assertThat(off.at("/factors/recoveryCodesLeft").asInt()).isZero();
        SignedIn.of(signIn(member.email()));
        assertThat(code(removeApp(member, PROOF))).isEqualTo("NOT_FOUND");
        assertThat(code(change(
                        member,
                        "recoveryCodesCreate(proof: $proof)",
                        "$proof: FactorProofInput!",
                        Map.of("proof", PROOF))))
                .isEqualTo("WRONG_STATE");
    }

    /** Whoever begun it may have known the old one. */
    @Test
    void whatHasBegunEndsWithThePassword() {
        CodeApp app = new CodeApp(startApp(member, PROOF).get("secret").asText());
        String response = authenticator()
                .create(startPasskey(member, PROOF).get("options").asText());
        installation.data(
                member,
                "mutation($p: String!) { passwordChange(input: {currentPassword: $p, newPassword: \"a fresh horse battery\"})"
                        + " { userErrors { code } } }",
                Map.of("p", Installation.PASSWORD));
        assertThat(code(confirmApp(member, app.code(0)))).isEqualTo("CREDENTIALS_INVALID");
        assertThat(code(finishPasskey(member, response, "Phone"))).isEqualTo("TOKEN_INVALID");
    }

    /** What waits for its turn to look at the password must not go by one that was changed since. */
    @Test
    void aProofIsLookedAtAgainWhereItIsUsed() {
        CodeApp app = switchOnApp(member);
        String rehash = "UPDATE person SET password_hash = replace(password_hash, 'm=', 'm=1') WHERE id = ?";
        for (Callable<String> asked : List.<Callable<String>>of(
                () -> code(removeApp(member, PROOF)),
                () -> code(startPasskey(member, PROOF)),
                () -> installation
                        .data(
                                member,
                                "mutation { apiKeyCreate(input: {name: \"x\", scopes: [READ]}, " + Installation.PROOF
                                        + ")" + " { userErrors { code } } }",
                                Map.of())
                        .at("/apiKeyCreate/userErrors/0/code")
                        .asText(),
                () -> installation
                        .data(
                                member,
                                "mutation($e: String!, $p: String!) { emailChange(input: {email: $e, password: $p})"
                                        + " { userErrors { code } } }",
                                Map.of("e", "new" + member.email(), "p", Installation.PASSWORD))
                        .at("/emailChange/userErrors/0/code")
                        .asText())) {
            assertThat(Race.behind(installation.server.sql(), tx -> tx.update(rehash, person(member)), asked))
                    .isEqualTo("CREDENTIALS_INVALID");
            installation
                    .server
                    .sql()
                    .doEverywhere(tx -> tx.update(
                            "UPDATE person SET password_hash = replace(password_hash, 'm=1', 'm=') WHERE id = ?",
                            person(member)));
        }
        GraphqlResponse late = Race.behind(
                installation.server.sql(),
                tx -> SessionStore.revokeOthers(tx, person(member), null, Instant.now()),
                () -> installation.ask(
                        member,
                        "mutation($code: String!) { totpRemove(proof: {code: $code}) { factors { hasApp } } }",
                        Map.of("code", app.code(0))));
        assertThat(late.codes()).as("a session that has ended").containsExactly("UNAUTHENTICATED");
    }

    @Test
    void everyWayInQueuesUpBehindThePersonsRow() {
        CodeApp app = switchOnApp(member);
        String challenge = challenge(member);
        FakeAuthenticator device = authenticator();
        addPasskey(member, device, "Phone");
        String response = device.get(startSignIn(0).get("options").asText());
        UUID local = person(local());
        assertThat(waits(person(member), () -> confirm(0, challenge, app.code(0))))
                .isTrue();
        assertThat(waits(person(member), () -> byPasskey(0, response, null))).isTrue();
        assertThat(waits(local, this::local)).isTrue();
    }

    private boolean waits(UUID person, Callable<?> signIn) {
        return Race.waits(installation.server.sql(), tx -> PersonLock.take(tx, person), signIn);
    }

    @Test
    void whatAnybodyMayDoHasItsPrice() {
        assertThat(installation
                        .ask(null, "mutation { passkeySessionStart { options } }", Map.of())
                        .body()
                        .at("/extensions/cost/requestedQueryCost")
                        .asInt())
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    void aPasskeySignsInAloneWhereverItIs() {
        FakeAuthenticator device = authenticator();
        JsonNode added = addPasskey(member, device, "My phone");
        assertThat(added.get("recoveryCodes")).hasSize(10);
        assertThat(added.at("/factors/passkeys/0/name").asText()).isEqualTo("My phone");
        assertThat(added.at("/factors/passkeys/0/lastUsedAt").isNull()).isTrue();

        JsonNode begun = startSignIn(0);
        assertThat(begun.get("options").asText())
                .contains("\"userVerification\":\"required\"", "\"rpId\":\"studio.example\"")
                .doesNotContain("allowCredentials");
        device.isBackedUp = true;
        String response = device.get(begun.get("options").asText());
        SignedIn signedIn = SignedIn.of(byPasskey(1, response, null));
        assertThat(signedIn.personId()).isEqualTo(member.personId());
        assertThat(code(byPasskey(0, response, null))).as("each challenge once").isEqualTo("TOKEN_INVALID");

        JsonNode own = own(member);
        assertThat(own.at("/passkeys/0/isBackedUp").asBoolean()).isTrue();
        assertThat(own.at("/passkeys/0/lastUsedAt").isNull()).isFalse();
        SignedIn other = installation.newStudio(Installation.operator());
        assertThat(code(byPasskey(0, device.get(startSignIn(0).get("options").asText()), other.studioId())))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void aPasskeyComesAfterThePasswordToo() {
        FakeAuthenticator device = authenticator();
        addPasskey(member, device, "Stick");
        JsonNode half = signIn(member.email());
        assertThat(half.at("/challenge/kinds").toString()).isEqualTo("[\"PASSKEY\",\"RECOVERY_CODE\"]");
        device.isVerifying = false; // the password has said who it is
        String response = device.get(half.at("/challenge/passkeyOptions").asText());
        assertThat(SignedIn.of(byPasskey(1, response, null)).personId()).isEqualTo(member.personId());

        SignedIn another = installation.join(admin, Role.CREATOR);
        FakeAuthenticator theirs = authenticator();
        addPasskey(another, theirs, "Theirs");
        theirs.isVerifying = false;
        assertThat(code(byPasskey(
                        0,
                        theirs.get(signIn(member.email())
                                .at("/challenge/passkeyOptions")
                                .asText()),
                        null)))
                .as("somebody else's passkey")
                .isEqualTo("CREDENTIALS_INVALID");
        assertThat(code(byPasskey(0, device.get(startSignIn(0).get("options").asText()), null)))
                .as("alone it must know its user")
                .isEqualTo("CREDENTIALS_INVALID");
    }

    @Test
    void whatTheStandardForbidsIsRefused() {
        FakeAuthenticator device = authenticator();
        device.isVerifying = false;
        assertThat(code(addPasskey(member, device, "Unverified"))).isEqualTo("CREDENTIALS_INVALID");
        device.isVerifying = true;
        device.origin = "https://studio.example.evil.org";
        assertThat(code(addPasskey(member, device, "Elsewhere"))).isEqualTo("CREDENTIALS_INVALID");
        device.origin = "https://studio.example";
        device.count = 5;
        assertThat(code(addPasskey(member, device, "Stick"))).isEmpty();
        assertThat(code(addPasskey(member, device, "Again"))).isEqualTo("CONFLICT");

        assertThat(code(alone(device))).isEmpty();
        device.count = 5;
        assertThat(code(alone(device))).as("a counter that goes back: a copy").isEqualTo("CREDENTIALS_INVALID");
        device.count = 50;
        device.isBackupEligible = false;
        assertThat(code(alone(device))).as("what may be copied stays so").isEqualTo("CREDENTIALS_INVALID");
        device.isBackupEligible = true;
        device.origin = "https://evil.example";
        assertThat(code(alone(device))).as("another page").isEqualTo("CREDENTIALS_INVALID");
        device.origin = "https://studio.example";
        assertThat(code(alone(device))).isEmpty();
        assertThat(code(byPasskey(
                        0, authenticator().get(startSignIn(0).get("options").asText()), null)))
                .as("one that nobody knows")
                .isEqualTo("CREDENTIALS_INVALID");
        assertThat(code(byPasskey(
                        0, device.get(startPasskey(member, PROOF).get("options").asText()), null)))
                .as("the challenge of another thing")
                .isEqualTo("TOKEN_INVALID");
    }

    @Test
    void ofOneSignatureCountedTwiceAtOnceOneSignsIn() {
        FakeAuthenticator device = authenticator();
        device.count = 1;
        addPasskey(member, device, "Stick");
        String one = startSignIn(0).get("options").asText();
        String other = startSignIn(1).get("options").asText();
        device.count = 7;
        String first = device.get(one);
        device.count = 7;
        String second = device.get(other);
        assertThat(Race.run(() -> byPasskey(0, first, null), () -> byPasskey(1, second, null)).list().stream()
                        .map(FactorsTest::code))
                .containsExactlyInAnyOrder("", "CREDENTIALS_INVALID");
    }

    @Test
    void nonsenseFromAnAuthenticatorIsToldAsSuch() {
        for (String nonsense : List.of(
                "",
                "null",
                "{}",
                "[]",
                "7",
                "{\"response\": {}}",
                "{\"id\": null}",
                "x".repeat(30_001),
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\","
                        + "\"authenticatorData\":\"AA\",\"signature\":\"AA\",\"attestationObject\":\"oA\"}}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"%%\","
                        + "\"authenticatorData\":\"%%\",\"signature\":\"AA\"},\"clientExtensionResults\":{}}")) {
            assertThat(code(byPasskey(0, nonsense, null))).as(nonsense).isEqualTo("INVALID");
            assertThat(code(finishPasskey(member, nonsense, "x"))).as(nonsense).isEqualTo("INVALID");
        }
    }

    @Test
    void passkeysAreRenamedAndRemovedByTheirOwnersOnly() {
        FakeAuthenticator device = authenticator();
        String id =
                addPasskey(member, device, "Phone").at("/factors/passkeys/0/id").asText();
        SignedIn other = installation.join(admin, Role.ADMIN);
        Map<String, Object> rename = Map.of("id", id, "name", "Old phone");
        String mutation = "passkeyRename(id: $id, name: $name)";
        String types = "$id: ID!, $name: String!";
        assertThat(code(change(other, mutation, types, rename))).isEqualTo("NOT_FOUND");
        assertThat(change(member, mutation, types, rename)
                        .at("/factors/passkeys/0/name")
                        .asText())
                .isEqualTo("Old phone");
        assertThat(code(change(member, mutation, types, Map.of("id", id, "name", " "))))
                .isEqualTo("INVALID");
        assertThat(code(removePasskey(other, id))).isEqualTo("NOT_FOUND");
        assertThat(removePasskey(member, id).at("/factors/passkeys")).isEmpty();
        assertThat(code(alone(device))).isEqualTo("CREDENTIALS_INVALID");
        SignedIn.of(signIn(member.email()));
    }

    @Test
    void ofTwoFirstFactorsAtOnceOneBringsTheCodesToRecoverWith() {
        CodeApp app = new CodeApp(startApp(member, PROOF).get("secret").asText());
        FakeAuthenticator device = authenticator();
        String response =
                device.create(startPasskey(member, PROOF).get("options").asText());
        Race.Both<JsonNode> both =
                Race.run(() -> confirmApp(member, app.code(0)), () -> finishPasskey(member, response, "Phone"));
        assertThat(both.list().stream().map(each -> each.get("recoveryCodes").size()))
                .containsExactlyInAnyOrder(0, 10);
        assertThat(own(member).get("recoveryCodesLeft").asInt()).isEqualTo(10);
    }

    @Test
    void aLinkThatIsAcceptedWithAPasswordAsksForTheFactorToo() {
        CodeApp app = switchOnApp(member);
        SignedIn elsewhere = installation.newStudio(Installation.operator());
        JsonNode accepted = installation
                .data(
                        null,
                        "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { " + SIGN_IN
                                + " } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "token",
                                        installation.invite(elsewhere, Role.VIEWER, null),
                                        "email",
                                        member.email(),
                                        "password",
                                        Installation.PASSWORD,
                                        "name",
                                        "Somebody")))
                .get("invitationAccept");
        assertThat(accepted.get("session").isNull()).isTrue();
        SignedIn joined =
                SignedIn.of(confirm(0, accepted.at("/challenge/challenge").asText(), app.code(0)));
        assertThat(joined.studioId()).isEqualTo(elsewhere.studioId());
    }

    @Test
    void aNewPasswordByLinkLeavesTheFactorsOnAndAnOperatorRemovesThem() {
        switchOnApp(member);
        addPasskey(member, authenticator(), "Phone");
        String url = installation
                .data(
                        Installation.operator(),
                        "mutation($e: String!) { passwordResetCreate(input: {email: $e}) { url } }",
                        Map.of("e", member.email()))
                .at("/passwordResetCreate/url")
                .asText();
        installation.data(
                null,
                "mutation($t: String!) { passwordReset(input: {token: $t, newPassword: \"a fresh horse battery\"})"
                        + " { isReset } }",
                Map.of("t", url.replaceAll(".*#", "")));
        assertThat(signIn(member.email(), "a fresh horse battery").at("/challenge/kinds"))
                .hasSize(3);

        String remove = "mutation($e: String!) { factorsRemove(input: {email: $e}) { isRemoved userErrors { code } } }";
        assertThat(installation
                        .ask(installation.join(admin, Role.ADMIN), remove, Map.of("e", member.email()))
                        .codes())
                .containsExactly("FORBIDDEN");
        assertThat(installation
                        .data(Installation.operator(), remove, Map.of("e", member.email()))
                        .at("/factorsRemove/isRemoved")
                        .asBoolean())
                .isTrue();
        SignedIn.of(signIn(member.email(), "a fresh horse battery"));
        assertThat(installation
                        .data(
                                Installation.operator(),
                                "{ installationAuditEntries(first: 1) { nodes { action details } } }",
                                Map.of())
                        .at("/installationAuditEntries/nodes/0")
                        .toString())
                .isEqualTo("{\"action\":\"factorsRemove\",\"details\":[\"email=" + member.email() + "\"]}");
    }

    @Test
    void theAuditLogTellsTheHalfSignInFromTheWholeOne() {
        CodeApp app = switchOnApp(member);
        String challenge = challenge(member);
        confirm(0, challenge, "wrong");
        confirm(0, challenge, app.code(1));
        JsonNode entries = installation
                .data(admin, "{ auditEntries(first: 3) { nodes { action error person { id } } } }", Map.of())
                .at("/auditEntries/nodes");
        assertThat(StreamSupport.stream(entries.spliterator(), false)
                        .map(entry -> entry.get("action").asText() + " "
                                + entry.get("error").asText() + " "
                                + entry.at("/person/id").asText()))
                .containsExactly(
                        "sessionConfirm null " + member.personId(),
                        "sessionConfirm CREDENTIALS_INVALID " + member.personId(),
                        "sessionCreate null " + member.personId());
    }

    @Test
    void anApiKeyGoesOnAndMayNotLookAtFactors() {
        String key = installation
                .data(
                        member,
                        "mutation { apiKeyCreate(input: {name: \"robot\", scopes: [READ]}, " + Installation.PROOF
                                + ") { token } }",
                        Map.of())
                .at("/apiKeyCreate/token")
                .asText();
        switchOnApp(member);
        SignedIn robot = new SignedIn(key, "", member.email(), member.personId(), member.studioId());
        assertThat(installation.ask(robot, ME, Map.of()).status()).isEqualTo(200);
        assertThat(installation.ask(robot, "{ " + FACTORS + " }", Map.of()).codes())
                .containsExactly("FORBIDDEN");
    }

    @Test
    void whoSignsInByTheDataFolderHasNothingToAddAFactorTo() {
        assertThat(code(startApp(local(), PROOF))).isEqualTo("WRONG_STATE");
    }

    @Test
    void aStudioThatRequiresAFactorGivesWhoHasNoneOnlyWhatIsNeededToSetOneUp() {
        SignedIn careful = installation.join(admin, Role.ADMIN);
        assertThat(code(require(careful)))
                .as("or they would lock themselves out")
                .isEqualTo("WRONG_STATE");
        switchOnApp(careful);
        assertThat(code(require(careful))).isEmpty();
        // Another replica has remembered nothing of this session yet.
        assertThat(installation
                        .ask(1, member, "{ assets { nodes { id } } }", Map.of())
                        .codes())
                .containsExactly("FORBIDDEN");

        SignedIn restricted = SignedIn.of(signIn(member.email()));
        JsonNode viewer = installation.data(1, restricted, ME, Map.of()).get("viewer");
        assertThat(viewer.get("scopes").toString()).isEqualTo("[\"ENROL\"]");
        assertThat(installation
                        .ask(restricted, "{ viewer { studio { members { nodes { id } } } } }", Map.of())
                        .codes())
                .containsExactly("FORBIDDEN");
        assertThat(installation
                        .ask(restricted, "{ sessions { nodes { id } } }", Map.of())
                        .codes())
                .containsExactly("FORBIDDEN");

        switchOnApp(restricted);
        SignedIn whole = SignedIn.of(installation
                .data(
                        null,
                        "mutation($t: String!) { sessionRefresh(refreshToken: $t) { " + SignedIn.SESSION + " } }",
                        Map.of("t", restricted.refresh()))
                .get("sessionRefresh"));
        assertThat(installation
                        .data(0, whole, ME, Map.of())
                        .at("/viewer/scopes")
                        .toString())
                .isEqualTo("[\"READ\",\"CREATE\",\"PUBLISH\"]");
    }

    private SignedIn local() {
        return SignedIn.of(installation
                .data(
                        null,
                        "mutation($s: String!) { localSessionCreate(input: {secret: $s, isSample: true}) { "
                                + SignedIn.SESSION + " } }",
                        Map.of("s", installation.localSecret().strip()))
                .get("localSessionCreate"));
    }

    private JsonNode require(SignedIn who) {
        return installation
                .data(
                        who,
                        "mutation { studioUpdate(input: {isFactorRequired: true})"
                                + " { studio { isFactorRequired } userErrors { code path } } }",
                        Map.of())
                .get("studioUpdate");
    }

    private FakeAuthenticator authenticator() {
        return new FakeAuthenticator("https://studio.example");
    }

    /** An app that was switched on a while ago: its present code is not used. */
    private CodeApp switchOnApp(SignedIn who) {
        CodeApp app = new CodeApp(startApp(who, PROOF).get("secret").asText());
        assertThat(code(confirmApp(who, app.code(0)))).isEmpty();
        installation
                .server
                .sql()
                .doEverywhere(tx -> tx.update("UPDATE totp SET last_step = 0 WHERE person_id = ?", person(who)));
        return app;
    }

    private JsonNode confirmAppAnew(SignedIn who) {
        return confirmApp(who, new CodeApp(startApp(who, PROOF).get("secret").asText()).code(0));
    }

    private JsonNode startApp(SignedIn who, Map<String, Object> proof) {
        return installation
                .data(
                        who,
                        "mutation($proof: FactorProofInput!) { totpStart(proof: $proof)"
                                + " { secret uri qrCode userErrors { code path } } }",
                        Map.of("proof", proof))
                .get("totpStart");
    }

    private JsonNode confirmApp(SignedIn who, String code) {
        return change(who, "totpConfirm(code: $code)", "$code: String!", Map.of("code", code));
    }

    private JsonNode removeApp(SignedIn who, Map<String, Object> proof) {
        return change(who, "totpRemove(proof: $proof)", "$proof: FactorProofInput!", Map.of("proof", proof));
    }

    private JsonNode startPasskey(SignedIn who, Map<String, Object> proof) {
        return installation
                .data(
                        who,
                        "mutation($proof: FactorProofInput!) { passkeyStart(proof: $proof)"
                                + " { options expiresAt userErrors { code path } } }",
                        Map.of("proof", proof))
                .get("passkeyStart");
    }

    private JsonNode addPasskey(SignedIn who, FakeAuthenticator device, String name) {
        return finishPasskey(
                who, device.create(startPasskey(who, PROOF).get("options").asText()), name);
    }

    private JsonNode finishPasskey(SignedIn who, String response, String name) {
        return change(
                who,
                "passkeyFinish(input: $input)",
                "$input: PasskeyFinishInput!",
                Map.of("input", Map.of("response", response, "name", name)));
    }

    private JsonNode removePasskey(SignedIn who, String id) {
        return change(
                who,
                "passkeyRemove(id: $id, proof: $proof)",
                "$id: ID!, $proof: FactorProofInput!",
                Map.of("id", id, "proof", PROOF));
    }

    private JsonNode change(SignedIn who, String mutation, String types, Map<String, ?> variables) {
        JsonNode data =
                installation.data(who, "mutation(" + types + ") { " + mutation + " { " + CHANGED + " } }", variables);
        return data.elements().next();
    }

    private JsonNode own(SignedIn who) {
        return installation.data(who, "{ " + FACTORS + " }", Map.of()).get("factors");
    }

    private JsonNode signIn(String email) {
        return signIn(email, Installation.PASSWORD);
    }

    private JsonNode signIn(String email, String password) {
        return installation
                .data(
                        null,
                        "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { " + SIGN_IN + " } }",
                        Map.of("input", Map.of("email", email, "password", password)))
                .get("sessionCreate");
    }

    private String challenge(SignedIn who) {
        return signIn(who.email()).at("/challenge/challenge").asText();
    }

    private JsonNode confirm(int replica, String challenge, String code) {
        return installation
                .data(
                        replica,
                        null,
                        "mutation($input: SessionConfirmInput!) { sessionConfirm(input: $input) { " + SIGN_IN + " } }",
                        Map.of("input", Map.of("challenge", challenge, "code", code)))
                .get("sessionConfirm");
    }

    private JsonNode startSignIn(int replica) {
        return installation
                .data(
                        replica,
                        null,
                        "mutation { passkeySessionStart { options expiresAt userErrors { code } } }",
                        Map.of())
                .get("passkeySessionStart");
    }

    private JsonNode alone(FakeAuthenticator device) {
        return byPasskey(0, device.get(startSignIn(0).get("options").asText()), null);
    }

    private JsonNode byPasskey(int replica, String response, @Nullable String studio) {
        Map<String, Object> input = new HashMap<>(Map.of("response", response));
        if (studio != null) {
            input.put("studioId", studio);
        }
        return installation
                .data(
                        replica,
                        null,
                        "mutation($input: PasskeySessionCreateInput!) { passkeySessionCreate(input: $input) { "
                                + SIGN_IN + " } }",
                        Map.of("input", input))
                .get("passkeySessionCreate");
    }

    private static UUID person(SignedIn who) {
        return Objects.requireNonNull(Id.parse(who.personId())).uuid();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The first error's code; empty when there is none. */
    private static String code(JsonNode payload) {
        return payload.at("/userErrors/0/code").asText();
    }
}
