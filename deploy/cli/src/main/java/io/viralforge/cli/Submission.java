package io.viralforge.cli;

import io.viralforge.types.JobSubmitInput;
import io.viralforge.types.Operation;
import io.viralforge.types.RecipeInput;
import io.viralforge.types.cli.JobSubmit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Submits a recipe that is made of what somebody typed, and so has no types of ours. */
final class Submission implements Operation<JobSubmit.Data> {
    private final JobSubmit typed;
    private final Map<String, @Nullable Object> recipe;

    Submission(Map<String, @Nullable Object> recipe) {
        this.recipe = recipe;
        this.typed = new JobSubmit(
                new JobSubmitInput(new RecipeInput()), UUID.randomUUID().toString());
    }

    @Override
    public String name() {
        return typed.name();
    }

    @Override
    public Kind kind() {
        return typed.kind();
    }

    @Override
    public String document() {
        return typed.document();
    }

    @Override
    public String sha256() {
        return typed.sha256();
    }

    @Override
    public Map<String, @Nullable Object> variables() {
        var variables = new HashMap<String, @Nullable Object>(typed.variables());
        variables.put("input", Map.of("recipe", recipe));
        return variables;
    }

    @Override
    public JobSubmit.Data read(Map<String, @Nullable Object> data) {
        return typed.read(data);
    }
}
