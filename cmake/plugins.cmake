# What plug-ins are built with, in this tree as from an installation: the headers of strategies/, their hash, and the
# library's code.
file(GLOB STAMPEDE_PLUGIN_HEADERS CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/strategies/*.h")
# The list of those that are part of the program is nobody else's business: one more changes nothing for a plug-in.
list(FILTER STAMPEDE_PLUGIN_HEADERS EXCLUDE REGEX "/built_in\\.h$")
list(SORT STAMPEDE_PLUGIN_HEADERS)

# Configured anew whenever one of them changes.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${STAMPEDE_PLUGIN_HEADERS})
set(hashes "")
foreach(header IN LISTS STAMPEDE_PLUGIN_HEADERS)
  get_filename_component(name "${header}" NAME)
  file(SHA256 "${header}" hash)
  string(APPEND hashes "${name} ${hash}\n")
endforeach()
string(SHA256 STAMPEDE_INTERFACE_HASH "${hashes}")
string(SUBSTRING "${STAMPEDE_INTERFACE_HASH}" 0 16 STAMPEDE_INTERFACE_HASH)
set(STAMPEDE_INTERFACE_HASH_HEADER "${PROJECT_BINARY_DIR}/generated/strategies/interface_hash.h")
configure_file("${PROJECT_SOURCE_DIR}/cmake/interface_hash.h.in" "${STAMPEDE_INTERFACE_HASH_HEADER}")
add_library(stampede_plugin_headers INTERFACE)
target_include_directories(stampede_plugin_headers INTERFACE "${PROJECT_BINARY_DIR}/generated")

# The same archive goes into the program and into shared objects. g++ would then inline no function that could be
# replaced when it is loaded; none is.
set_target_properties(stampede_strategies PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_compile_options(stampede_strategies PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-fno-semantic-interposition>")

add_library(stampede_plugin_interface INTERFACE)
target_link_libraries(stampede_plugin_interface INTERFACE stampede_plugin_headers stampede_strategies)
# What comes from archives stays inside: no plug-in uses the code of another one.
target_link_options(stampede_plugin_interface INTERFACE -Wl,--exclude-libs,ALL)
add_library(stampede::plugin ALIAS stampede_plugin_interface)

include("${PROJECT_SOURCE_DIR}/cmake/stampede_plugin.cmake")
