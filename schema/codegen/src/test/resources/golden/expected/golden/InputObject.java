package golden;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An input as JSON: text, numbers, booleans, lists and maps. */
public interface InputObject {
    Map<String, @Nullable Object> toMap();
}
