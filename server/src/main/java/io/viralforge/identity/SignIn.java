package io.viralforge.identity;

import io.viralforge.identity.factors.SecondStep;

/** What comes of a right password. */
sealed interface SignIn permits Session, SignIn.Half {
    /** Something else is to be shown. */
    record Half(SecondStep step) implements SignIn, Sessions.Admission {}
}
