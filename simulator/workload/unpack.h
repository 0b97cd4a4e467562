// Compressed bytes, unpacked as they are read. Files that were made of several, one after the other, are read to the
// end.
#pragma once

#include <memory>

#include "simulator/workload/byte_source.h"

namespace stampede::workload {

std::unique_ptr<ByteSource> unpack_gzip(std::unique_ptr<ByteSource> packed);
std::unique_ptr<ByteSource> unpack_zstd(std::unique_ptr<ByteSource> packed);

}  // namespace stampede::workload
