package io.viralforge.identity.factors;

/** What a person can show besides the password; the schema describes each. */
public enum FactorKind {
    APP,
    RECOVERY_CODE,
    PASSKEY
}
