package io.viralforge.worker;

import io.viralforge.types.WorkerCapabilitiesInput;
import io.viralforge.types.WorkerRegisterInput;
import io.viralforge.worker.media.MachineProbe.Capabilities;
import io.viralforge.worker.model.Model;
import java.util.List;

/**
 * Who a worker says it is.
 *
 * @param instanceKey kept over restarts
 * @param name for people
 * @param version of this software
 * @param rendererVersion part of every render's key
 * @param capabilities found by having tried
 * @param models that it has
 * @param labels what its operator calls it, as key=value
 */
record Identity(
        String instanceKey,
        String name,
        String version,
        String rendererVersion,
        Capabilities capabilities,
        List<Model> models,
        List<String> labels) {
    WorkerRegisterInput asInput() {
        var can = new WorkerCapabilitiesInput(
                        capabilities.cores(),
                        capabilities.memoryBytes(),
                        capabilities.gpus(),
                        capabilities.encoders(),
                        capabilities.decoders(),
                        capabilities.ffmpeg())
                .models(models.stream().map(Model::word).toList());
        return new WorkerRegisterInput(instanceKey, name, version, rendererVersion, can).labels(labels);
    }
}
