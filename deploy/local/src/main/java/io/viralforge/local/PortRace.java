package io.viralforge.local;

import io.viralforge.local.LocalServicesException.Code;
import java.time.Duration;
import java.util.function.IntFunction;

/** Starts a server on a free port, and on another one if a stranger takes the port in between. */
record PortRace(RunFolder folder, String name, Duration limit) {
    private static final int ATTEMPTS = 5;

    /** A server that is ready, and where. */
    record Won(ChildProcess process, int port) {}

    /**
     * Starts the server.
     *
     * @param command its command for a port; called once for each attempt
     */
    Won start(IntFunction<ChildProcess.Command> command) {
        for (int attempt = 1; ; attempt++) {
            int port = folder.ports().free(name);
            ChildProcess child = ChildProcess.start(folder, command.apply(port));
            try {
                child.awaitReady(limit);
                folder.ports().keep(name, port);
                return new Won(child, port);
            } catch (LocalServicesException e) {
                child.close();
                if (!child.hasLostPort()) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    throw new LocalServicesException(Code.PORT, name + " found no free port: " + e.getMessage(), e);
                }
            }
        }
    }
}
