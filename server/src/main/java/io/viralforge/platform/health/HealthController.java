package io.viralforge.platform.health;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What load balancers and {@code forge run} ask. */
@Controller("/health")
final class HealthController {
    private static final int PATIENCE_SECONDS = 2;

    private final List<Probe> probes;

    HealthController(List<Probe> probes) {
        this.probes = probes;
    }

    /** 200 as long as the process answers at all. */
    @Get("/live")
    Map<String, String> live() {
        return Map.of("status", "live");
    }

    /** 200 when requests can be served, perhaps without some features (degraded); otherwise 503. */
    @Get("/ready")
    HttpResponse<Map<String, String>> ready() throws InterruptedException {
        Map<String, Boolean> up = look();
        boolean isReady =
                probes.stream().allMatch(probe -> !probe.isRequired() || up.getOrDefault(probe.name(), false));
        boolean isWhole = up.values().stream().allMatch(Boolean::booleanValue);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("status", isReady ? isWhole ? "ready" : "degraded" : "unavailable");
        up.forEach((name, isUp) -> body.put(name, isUp ? "up" : "down"));
        return HttpResponse.<Map<String, String>>status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(body);
    }

    /** All at once, so that several that hang cost no more time than one; those are left behind. */
    private Map<String, Boolean> look() throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Callable<Boolean>> looks =
                    probes.stream().<Callable<Boolean>>map(probe -> probe::isUp).toList();
            List<Future<Boolean>> seen = threads.invokeAll(looks, PATIENCE_SECONDS, TimeUnit.SECONDS);
            Map<String, Boolean> up = new TreeMap<>();
            for (int i = 0; i < seen.size(); i++) {
                up.put(probes.get(i).name(), isUp(seen.get(i)));
            }
            return up;
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean isUp(Future<Boolean> look) throws InterruptedException {
        try {
            return !look.isCancelled() && look.get();
        } catch (ExecutionException down) {
            return false;
        }
    }
}
