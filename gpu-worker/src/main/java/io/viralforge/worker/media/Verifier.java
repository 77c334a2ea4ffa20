package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.worker.media.Inspector.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleConsumer;

/** Decodes a result and holds it against its plan: what FFmpeg says of its own work proves nothing. */
final class Verifier {
    private final FfmpegRun run;
    private final Limits limits;
    private final DoubleConsumer progress;

    Verifier(FfmpegRun run, Limits limits, DoubleConsumer progress) {
        this.run = run;
        this.limits = limits;
        this.progress = progress;
    }

    MediaFacts video(RenderPlan plan) throws IOException, InterruptedException, Renderer.FailedException {
        Finding.Good good = good(new Inspector(run, limits, progress).inspect(plan.video(), false));
        MediaFacts facts = good.facts();
        Canvas canvas = plan.recipe().canvas();
        var wrong = new ArrayList<String>();
        if (good.frames() != plan.frames()) {
            wrong.add("it has %d frames instead of %d".formatted(good.frames(), plan.frames()));
        }
        double length = good.clip().video().end() - good.clip().video().start();
        if (Math.abs(length - plan.seconds()) > 1.0 / canvas.frameRate()) {
            wrong.add("it is %.3f s long instead of %.3f s".formatted(length, plan.seconds()));
        }
        if (!fills(facts, canvas)) {
            wrong.add("it has %d×%d pixels".formatted(facts.width(), facts.height()));
        }
        if (!facts.hasAudio()) {
            wrong.add("it has no sound");
        }
        if (!IsoBoxes.isFastStart(plan.video())) {
            wrong.add("its index is at its end");
        }
        check(wrong);
        return facts;
    }

    MediaFacts poster(RenderPlan plan) throws IOException, InterruptedException, Renderer.FailedException {
        MediaFacts facts = good(new Inspector(run, limits, share -> {}).inspect(plan.poster(), false))
                .facts();
        Canvas canvas = plan.recipe().canvas();
        boolean isRight = facts.kind() == MediaFacts.Kind.IMAGE && fills(facts, canvas);
        check(isRight ? List.of() : List.of("its poster is not as it should be"));
        return facts;
    }

    private static boolean fills(MediaFacts facts, Canvas canvas) {
        return Objects.equals(facts.width(), canvas.width()) && Objects.equals(facts.height(), canvas.height());
    }

    private static Finding.Good good(Finding finding) throws Renderer.FailedException {
        return switch (finding) {
            case Finding.Good good -> good;
            case Finding.Heard heard -> throw failed("The result has no picture.");
            case Finding.Bad(RefusalCode code, String message) -> throw failed(message);
        };
    }

    private static void check(List<String> wrong) throws Renderer.FailedException {
        if (!wrong.isEmpty()) {
            throw failed("The result is not as it should be: " + String.join(", ", wrong) + ".");
        }
    }

    private static Renderer.FailedException failed(String message) {
        return new Renderer.FailedException(FailureCode.VERIFY_FAILED, message, true);
    }
}
