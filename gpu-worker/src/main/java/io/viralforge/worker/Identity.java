package io.viralforge.worker;

import io.viralforge.types.WorkerCapabilitiesInput;
import io.viralforge.types.WorkerRegisterInput;
import io.viralforge.worker.media.MachineProbe.Capabilities;

/**
 * Who a worker says it is.
 *
 * @param instanceKey kept over restarts
 * @param name for people
 * @param version of this software
 * @param rendererVersion part of every render's key
 * @param capabilities found by having tried
 */
record Identity(String instanceKey, String name, String version, String rendererVersion, Capabilities capabilities) {
    WorkerRegisterInput asInput() {
        var can = new WorkerCapabilitiesInput(
                capabilities.cores(),
                capabilities.memoryBytes(),
                capabilities.gpus(),
                capabilities.encoders(),
                capabilities.decoders(),
                capabilities.ffmpeg());
        return new WorkerRegisterInput(instanceKey, name, version, rendererVersion, can);
    }
}
