# SQLite with page encryption (SQLite3 Multiple Ciphers), from the pinned npm package, with one mistake
# taken out when it is compiled (tools/sqlite.sh).
#
# Built once for all build folders, into build/vendor: it is third-party code, the slowest file of
# the whole build, and the sanitizers have nothing to tell us about it.
set(SPEAN_NODE_MODULES ${CMAKE_SOURCE_DIR}/node_modules CACHE PATH "Where the npm packages are")
set(sqlite_source ${SPEAN_NODE_MODULES}/better-sqlite3-multiple-ciphers/deps/sqlite3)
set(sqlite_sha256 ad84d2c24540cf62ea27ee414911a32963390769bd031f39a50aec0ad90614a0)
if(NOT EXISTS ${sqlite_source}/sqlite3.c)
	message(FATAL_ERROR "No ${sqlite_source}/sqlite3.c: run `make setup` first")
endif()
file(SHA256 ${sqlite_source}/sqlite3.c found_sha256)
if(NOT found_sha256 STREQUAL sqlite_sha256)
	message(FATAL_ERROR "sqlite3.c is not the file that was reviewed (sha256 ${found_sha256})")
endif()

# Why each: foundations in docs/decisions. TEMP_STORE=3 matters most: sorter files are never encrypted.
set(sqlite_flags -O2 -g -fPIC -fvisibility=hidden -w -maes -msse4.2
	-DSQLITE_THREADSAFE=2 -DSQLITE_DQS=0 -DSQLITE_TEMP_STORE=3 -DSQLITE_DEFAULT_MEMSTATUS=0
	-DSQLITE_DEFAULT_FOREIGN_KEYS=1 -DSQLITE_DEFAULT_WAL_SYNCHRONOUS=2
	-DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE
	-DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_MATH_FUNCTIONS
	-DSQLITE_ENABLE_STAT4 -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_COLUMN_METADATA
	-DSQLITE_SECURE_DELETE -DSQLITE_USE_ALLOCA -DHAVE_USLEEP=1)
if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
	list(REMOVE_ITEM sqlite_flags -maes -msse4.2)
endif()

# The name says what it was made of, so that whatever has the name need not be made again: a new build
# folder knows nothing of what another one built.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/sqlite.sh)
set(sqlite_dir ${CMAKE_SOURCE_DIR}/build/vendor)
file(SHA256 ${CMAKE_SOURCE_DIR}/tools/sqlite.sh sqlite_script)
string(SHA256 sqlite_recipe "${sqlite_sha256} ${sqlite_script} ${sqlite_flags}")
string(SUBSTRING ${sqlite_recipe} 0 12 sqlite_recipe)
set(sqlite_archive ${sqlite_dir}/libsqlite3mc-${sqlite_recipe}.a)
set(sqlite_stamp ${CMAKE_BINARY_DIR}/sqlite.stamp)
add_custom_command(OUTPUT ${sqlite_stamp}
	BYPRODUCTS ${sqlite_archive}
	COMMAND sh ${CMAKE_SOURCE_DIR}/tools/sqlite.sh ${sqlite_source}/sqlite3.c ${sqlite_archive} ${sqlite_flags}
	COMMAND ${CMAKE_COMMAND} -E touch ${sqlite_stamp}
	DEPENDS ${CMAKE_SOURCE_DIR}/tools/sqlite.sh
	COMMENT "Compiling SQLite (once for all build folders)")
add_custom_target(sqlite_build DEPENDS ${sqlite_stamp})
add_library(sqlite INTERFACE)
add_dependencies(sqlite sqlite_build)
target_include_directories(sqlite SYSTEM INTERFACE ${sqlite_source})
target_link_libraries(sqlite INTERFACE ${sqlite_archive} Threads::Threads ${CMAKE_DL_LIBS} m)
