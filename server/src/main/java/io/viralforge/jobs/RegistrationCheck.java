package io.viralforge.jobs;

import io.viralforge.platform.error.Outcome;
import io.viralforge.platform.error.UserError;
import io.viralforge.platform.error.UserErrorCode;
import io.viralforge.platform.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a worker may say of itself. */
final class RegistrationCheck {
    private static final Pattern INSTANCE_KEY = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final int MOST_NAMES = 200;

    private RegistrationCheck() {}

    static Outcome<Workers.Registration> checked(Workers.Registration worker) {
        List<UserError> errors = new ArrayList<>();
        if (!INSTANCE_KEY.matcher(worker.instanceKey()).matches()) {
            errors.add(new UserError(
                    UserErrorCode.INVALID, "8 to 64 letters, digits and hyphens.", "input", "instanceKey"));
        }
        text(errors, worker.name(), "name");
        text(errors, worker.version(), "version");
        text(errors, worker.rendererVersion(), "rendererVersion");
        Worker.Capabilities can = worker.capabilities();
        text(errors, can.ffmpeg(), "capabilities", "ffmpeg");
        names(errors, can.gpus(), "gpus");
        names(errors, can.encoders(), "encoders");
        names(errors, can.decoders(), "decoders");
        names(errors, can.models(), "models");
        if (!Labels.areValid(worker.labels())) {
            errors.add(new UserError(UserErrorCode.INVALID, Labels.RULE, "input", "labels"));
        }
        if (can.cores() < 1 || can.memoryBytes() < 1) {
            errors.add(new UserError(
                    UserErrorCode.OUT_OF_RANGE,
                    "A worker has at least one core and some memory.",
                    "input",
                    "capabilities"));
        }
        return errors.isEmpty() ? Outcome.done(worker) : Outcome.refused(errors);
    }

    private static void text(List<UserError> errors, String value, String... path) {
        List<String> where = new ArrayList<>(List.of("input"));
        where.addAll(List.of(path));
        if (PlainText.isBlank(value) || value.length() > 80) {
            errors.add(new UserError(UserErrorCode.OUT_OF_RANGE, "1 to 80 characters.", where));
        } else if (!PlainText.isPlain(value)) {
            errors.add(new UserError(UserErrorCode.INVALID, "No invisible characters.", where));
        }
    }

    private static void names(List<UserError> errors, List<String> names, String field) {
        if (names.size() > MOST_NAMES || names.stream().anyMatch(name -> name.length() > 80)) {
            errors.add(new UserError(
                    UserErrorCode.OUT_OF_RANGE,
                    "At most 200 names of 80 characters each.",
                    "input",
                    "capabilities",
                    field));
        } else if (!names.stream().allMatch(PlainText::isPlain)) {
            errors.add(
                    new UserError(UserErrorCode.INVALID, "No invisible characters.", "input", "capabilities", field));
        }
    }
}
