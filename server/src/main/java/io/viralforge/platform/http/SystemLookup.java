package io.viralforge.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The machine's own. It cannot be interrupted, so it has a thread that may be left behind. */
final class SystemLookup implements Lookup {
    @Override
    public List<InetAddress> find(String host) throws UnknownHostException {
        FutureTask<InetAddress[]> question = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofPlatform().daemon().name("lookup").start(question);
        try {
            return List.of(question.get());
        } catch (ExecutionException none) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }
}
