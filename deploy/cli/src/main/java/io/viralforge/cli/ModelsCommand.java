package io.viralforge.cli;

import io.viralforge.local.UserFolders;
import io.viralforge.worker.model.Model;
import io.viralforge.worker.model.Models;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What was learned by others, and is too large for the build. */
@CommandLine.Command(
        name = "models",
        description =
                "Fetches the models that captions from speech want: 29 MB, once, by npm. Each file is what it was when it was tried here, by its digest.",
        footer = {"", "A worker that runs already finds them when it is started again."})
final class ModelsCommand extends Command {
    @Option(names = "--json", description = "Say it as one line of JSON.")
    private boolean isJson;

    @Override
    Exit run() throws Exception {
        Models models = Models.in(UserFolders.ofProcess().cache());
        try {
            models.fetch(source -> terminal().note("Fetching " + source));
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, String.valueOf(e.getMessage()), e);
        }
        if (isJson) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("models", Arrays.stream(Model.values()).map(Model::word).toList());
            line.put("folder", models.folder());
            terminal().raw(JsonLine.of(line));
        } else {
            Arrays.stream(Model.values())
                    .forEach(model -> terminal().result("@|green here|@  " + model.word() + ", in " + models.folder()));
        }
        return Exit.DONE;
    }
}
