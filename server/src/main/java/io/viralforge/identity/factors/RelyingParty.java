package io.viralforge.identity.factors;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Value;
import io.micronaut.runtime.server.EmbeddedServer;
import io.viralforge.platform.secrets.Secret;
import io.viralforge.platform.transport.AllowedOrigins;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This installation as passkeys know it (WebAuthn Level 3): by the host's name in its public address, which must not
 * change, or all passkeys are lost. Without a public address it is localhost. Who made an authenticator is not asked.
 */
@Singleton
final class RelyingParty {
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256);

    private final @Nullable URI publicAddress;
    private final AllowedOrigins allowed;
    private final BeanProvider<EmbeddedServer> server;
    private final ObjectConverter converter = new ObjectConverter();
    private final AttestedCredentialDataConverter attested = new AttestedCredentialDataConverter(converter);
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);

    /** An answer of a passkey, read and not checked. */
    record Assertion(AuthenticationData data, Secret challenge) {
        @SuppressWarnings("NullAway") // It takes the library's annotation of the array for one of its elements.
        byte[] credentialId() {
            return Objects.requireNonNull(data.getCredentialId());
        }

        @SuppressWarnings("NullAway") // Likewise.
        byte @Nullable [] userHandle() {
            return data.getUserHandle();
        }

        long signCount() {
            return authenticator().getSignCount();
        }

        boolean isBackedUp() {
            return authenticator().isFlagBS();
        }

        private AuthenticatorData<?> authenticator() {
            return Objects.requireNonNull(data.getAuthenticatorData());
        }
    }

    /** A new passkey, read and not checked. */
    record Registration(RegistrationData data, Secret challenge) {}

    RelyingParty(
            @Value("${viralforge.public-url:}") String publicUrl,
            AllowedOrigins allowed,
            BeanProvider<EmbeddedServer> server) {
        this.publicAddress = publicUrl.isBlank() ? null : URI.create(publicUrl.strip());
        this.allowed = allowed;
        this.server = server;
    }

    /** The RP ID; null when the public address has a number in place of a name, which passkeys do not take. */
    @Nullable
    String id() {
        String host = publicAddress == null ? "localhost" : publicAddress.getHost();
        return host == null || host.startsWith("[") || host.matches("[0-9.]+") ? null : host;
    }

    /** Reads a RegistrationResponseJSON; null when it is none. */
    @Nullable
    Registration registration(String json) {
        try {
            RegistrationData data = manager.parseRegistrationResponseJSON(json);
            Secret challenge = challenge(data.getCollectedClientData());
            return challenge == null || data.getAttestationObject() == null ? null : new Registration(data, challenge);
        } catch (WebAuthnException | IllegalArgumentException | NullPointerException malformed) {
            return null;
        }
    }

    /** Reads an AuthenticationResponseJSON; null when it is none. */
    @Nullable
    Assertion assertion(String json) {
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(json);
            Secret challenge = challenge(data.getCollectedClientData());
            return challenge == null || data.getAuthenticatorData() == null ? null : new Assertion(data, challenge);
        } catch (WebAuthnException | IllegalArgumentException | NullPointerException malformed) {
            return null;
        }
    }

    /** Checks a new passkey (section 7.1), its user verified; null when it is not right. */
    @Nullable
    Credential verified(Registration registration) {
        try {
            RegistrationData data = manager.verify(
                    registration.data,
                    new RegistrationParameters(
                            property(registration.challenge),
                            ALGORITHMS.stream()
                                    .map(algorithm -> new PublicKeyCredentialParameters(
                                            PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                                    .toList(),
                            true));
            AuthenticatorData<?> authenticator =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData made = Objects.requireNonNull(authenticator.getAttestedCredentialData());
            Set<AuthenticatorTransport> transports = data.getTransports();
            return new Credential(
                    made.getCredentialId(),
                    attested.convert(made),
                    transports == null
                            ? List.of()
                            : transports.stream()
                                    .map(AuthenticatorTransport::getValue)
                                    .toList(),
                    authenticator.getSignCount(),
                    authenticator.isFlagBE(),
                    authenticator.isFlagBS());
        } catch (WebAuthnException refused) {
            return null;
        }
    }

    /**
     * Checks an answer of a passkey (section 7.2), its signature, counter and backup flags.
     *
     * @param isUserVerified whether it must say that its user has shown who they are, for nothing else does
     */
    boolean isRight(Assertion assertion, Credential known, boolean isUserVerified) {
        CredentialRecordImpl credential = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                known.isBackupEligible(),
                known.isBackedUp(),
                known.signCount(),
                attested.convert(known.attested()),
                null,
                null,
                null,
                null);
        try {
            manager.verify(
                    assertion.data,
                    new AuthenticationParameters(
                            property(assertion.challenge), credential, List.of(known.id()), isUserVerified, true));
            return true;
        } catch (WebAuthnException refused) {
            return false;
        }
    }

    /** The COSE numbers of the signatures that are taken, best first. */
    static List<Long> algorithms() {
        return ALGORITHMS.stream().map(COSEAlgorithmIdentifier::getValue).toList();
    }

    private ServerProperty property(Secret challenge) {
        return ServerProperty.builder()
                .origins(origins())
                .rpId(Objects.requireNonNull(id()))
                .challenge(new DefaultChallenge(challenge.text()))
                .build();
    }

    private Set<Origin> origins() {
        Set<String> origins = new HashSet<>(allowed.all());
        origins.add(
                publicAddress == null
                        ? "http://localhost:" + server.get().getPort()
                        : publicAddress.getScheme() + "://" + publicAddress.getAuthority());
        return origins.stream().map(Origin::new).collect(Collectors.toSet());
    }

    private static @Nullable Secret challenge(@Nullable CollectedClientData client) {
        Challenge challenge = client == null ? null : client.getChallenge();
        return challenge == null
                ? null
                : new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.getValue()));
    }
}
