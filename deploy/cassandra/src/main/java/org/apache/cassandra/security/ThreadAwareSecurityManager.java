package org.apache.cassandra.security;

import java.security.PermissionCollection;
import java.security.Permissions;

/**
 * Takes the place of Cassandra's class of this name, which JDK 25 cannot load: its super class, the Security Manager,
 * is gone. It guarded user-defined functions, which are switched off here, so nothing is left to guard.
 */
public final class ThreadAwareSecurityManager {
    /** What a guarded thread may do: nothing. */
    public static final PermissionCollection noPermissions = nothing();

    private ThreadAwareSecurityManager() {}

    /** Called by Cassandra at its start. */
    public static void install() {}

    /** Called by Cassandra wherever user code might run. */
    public static boolean isSecuredThread() {
        return false;
    }

    private static PermissionCollection nothing() {
        Permissions permissions = new Permissions();
        permissions.setReadOnly();
        return permissions;
    }
}
