package io.viralforge.identity.factors;

import java.util.List;

/**
 * What is kept of a passkey to check its signatures (WebAuthn, section 4, credential record).
 *
 * @param id by which its authenticator knows it
 * @param attested attested credential data as the authenticator gave it, the public key among it
 * @param transports how the authenticator is reached, such as {@code usb}
 * @param signCount of signatures so far; 0 for authenticators that do not count
 * @param isBackupEligible whether its maker may keep copies; never changes
 * @param isBackedUp whether there is a copy now
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Credential(
        byte[] id,
        byte[] attested,
        List<String> transports,
        long signCount,
        boolean isBackupEligible,
        boolean isBackedUp) {}
