package io.viralforge.platform.graphql;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps who did what. One bean, in identity; the schema says by {@code @audited} what is kept. */
public interface AuditTrail {
    /**
     * A mutation that has been answered.
     *
     * @param actor who; who signed in by it, when it was a sign-in
     * @param action the mutation's name
     * @param isInstallations whether it concerns the installation, not the actor's studio
     * @param details arguments that may be shown, as {@code name=value}
     * @param error code of the first user error or of the failure, null when it was done
     * @param proven whom somebody unknown has proven to be, without signing in
     * @param claimed the e-mail address that somebody unknown gave as theirs; not to be kept
     */
    record Act(
            Actor actor,
            Origin origin,
            String action,
            boolean isInstallations,
            List<String> details,
            @Nullable String error,
            @Nullable UUID proven,
            @Nullable String claimed) {}

    /** As the local context of a mutation's answer: who did it, though nobody is signed in. */
    record Proven(UUID person) {}

    void keep(Act act);
}
